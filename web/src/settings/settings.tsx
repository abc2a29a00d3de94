import "./settings.css";
import { useEffect, useRef } from "preact/hooks";
import { Page, useWide } from "../kit";
import { path } from "../router";
import { t } from "../words";
import { SectionList } from "./sectionlist";
import { sections } from "./sections";

/** One section of the settings; on a desktop the list of them beside it. */
export default function Settings({ section, id }: { section?: string; id?: string }) {
  const wide = useWide();
  const all = sections().flatMap(({ list }) => list);
  const open = all.find((each) => each.section === section) ?? (wide ? all[0] : undefined);
  useHeadingFocus();
  if (!open) {
    return (
      <Page title={t("settings.title")} back="/more">
        <SectionList />
      </Page>
    );
  }
  const { Component } = open;
  const item = open.section === section ? id : undefined;
  const title = (item && open.title?.(item)) || t(open.word);
  const back = item ? `/settings/${open.section}` : wide ? undefined : "/settings";
  const page = (
    <Page title={title} back={back} key={open.section}>
      <Component id={item} key={item} />
    </Page>
  );
  if (!wide) return page;
  return (
    <div class="settings">
      <nav class="settings-side" aria-label={t("settings.title")} data-scroll>
        <SectionList open={open.section} />
      </nav>
      {page}
    </div>
  );
}

/** A section that was opened from another is read from its heading on. */
function useHeadingFocus(): void {
  const before = useRef(path.value);
  useEffect(() => {
    if (before.current === path.value) return;
    before.current = path.value;
    document.querySelector("h1")?.focus({ preventScroll: true });
  }, [path.value]);
}
