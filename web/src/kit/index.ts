/**
 * The parts that every screen is made of. Each is one small file with its style beside it. The first screen imports those
 * files themselves, so that it loads no part that only other screens need.
 */
export { Avatar } from "./avatar";
export { Button, IconButton, LinkButton } from "./button";
export { Check } from "./check";
export { Chip } from "./chip";
export { Choice } from "./choice";
export { Confirm } from "./confirm";
export { Empty } from "./empty";
export { TextField } from "./field";
export { Form, FormFoot } from "./form";
export { Icon, type IconName } from "./icon";
export { VirtualList } from "./list";
export { Page } from "./page";
export { Sheet } from "./sheet";
export { Tabs } from "./tabs";
export { Toasts, toast } from "./toast";
export { useWide } from "./wide";
