/** What a sign-in link holds, and what to call the device that it signs in. */

/** The token of a link, of its fragment, or pasted bare with words around it; "" when there is none. */
export function tokenOf(text: string): string {
  const linked = text.match(/#([\w-]{16,200})/);
  return linked?.[1] ?? text.trim().match(/^[\w-]{16,200}$/)?.[0] ?? "";
}

const SYSTEMS = ["iPhone", "iPad", "Android", "Windows", "CrOS", "Macintosh", "Linux"];
const NAMES: Record<string, string> = { CrOS: "Chromebook", Macintosh: "Mac" };
const BROWSERS: [string, RegExp][] = [
  ["Firefox", /Firefox|FxiOS/],
  ["Edge", /Edg/],
  ["Samsung", /SamsungBrowser/],
  ["Chrome", /Chrom|CriOS/],
  ["Safari", /Safari/],
];

/**
 * A first name for this device, as its browser tells it: "Android · Chrome". `home` takes the place of the browser's name
 * where the app runs from the home screen.
 */
export function deviceName(agent: string = navigator.userAgent, home = ""): string {
  const system = SYSTEMS.find((each) => agent.includes(each)) ?? "";
  const browser = home || BROWSERS.find(([, sign]) => sign.test(agent))?.[0];
  return [NAMES[system] ?? system, browser].filter(Boolean).join(" · ");
}
