/** The open screen. The one before stays until the next has loaded, so nothing blinks and nothing spins. */
import { effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button, LinkButton } from "../kit/button";
import { Empty } from "../kit/empty";
import { Page } from "../kit/page";
import { go, path } from "../router";
import { find, type ScreenComponent, screens } from "../screens";
import { t } from "../words";
import { takeNewVersion } from "./version";

interface Open {
  Component: ScreenComponent;
  params: Record<string, string>;
  pattern: string;
}

const open = signal<Open | null>(null);
const loaded = new Map<string, ScreenComponent>();

async function show(to: string): Promise<void> {
  const found = find(to);
  if (!found) {
    open.value = { Component: Nowhere, params: {}, pattern: "" };
    return;
  }
  const { screen, params } = found;
  const { pattern } = screen;
  let Component = loaded.get(pattern);
  if (!Component) {
    Component = await screen.load().then(
      (module) => module.default,
      () => Unloadable,
    );
    if (Component !== Unloadable) loaded.set(pattern, Component);
    if (path.peek() !== to) return;
  }
  open.value = { Component, params, pattern };
}

/** Follows the path from here on; resolves when the first screen's code is here. */
export async function openScreens(): Promise<void> {
  if (path.value === "/") go("/today", { replace: true });
  await show(path.value);
  effect(() => {
    void show(path.value);
  });
}

/** Draws the open screen and, once it stands, loads the others in idle time. */
export function Screen() {
  useEffect(() => {
    const idle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 1000));
    idle(() => {
      for (const screen of screens) {
        screen.load().then(
          (module) => loaded.set(screen.pattern, module.default),
          () => undefined,
        );
      }
    });
  }, []);
  const pattern = open.value?.pattern;
  useEffect(() => {
    // What had the focus is gone: it goes to the new heading, so that a reader starts there and not at the top.
    if (document.activeElement === document.body) document.querySelector("h1")?.focus({ preventScroll: true });
  }, [pattern]);
  if (!open.value) return null;
  const { Component, params } = open.value;
  return <Component key={pattern} {...params} />;
}

function Nowhere() {
  return (
    <Page title={t("frame.nowhere")} bare>
      <Empty
        icon="map"
        title={t("frame.nowhere")}
        body={t("frame.nowhere.body")}
        action={<LinkButton to="/today">{t("nav.today")}</LinkButton>}
      />
    </Page>
  );
}

function Unloadable() {
  return (
    <Page title={t("frame.unloadable")} bare>
      <Empty
        icon="offline"
        title={t("frame.unloadable")}
        body={t("frame.unloadable.body")}
        action={<Button onClick={takeNewVersion}>{t("frame.reload")}</Button>}
      />
    </Page>
  );
}
