/** The open screen. The one before stays until the next has loaded, so nothing blinks and nothing spins. */
import { effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button, LinkButton } from "../kit/button";
import { Empty } from "../kit/empty";
import { whenIdle } from "../kit/idle";
import { later, loadLater } from "../kit/lazy";
import { Page } from "../kit/page";
import { go, path } from "../router";
import { find, type ScreenComponent } from "../screens";
import { t } from "../words";
import { takeNewVersion } from "./version";

interface Open {
  Component: ScreenComponent;
  params: Record<string, string>;
  pattern: string;
}

const open = signal<Open | null>(null);

async function show(to: string): Promise<void> {
  const found = find(to);
  const { screen, params = {} } = found ?? {};
  const pattern = screen?.pattern ?? "";
  let Component = screen ? screen.first : Nowhere;
  if (!Component && screen?.later) {
    const part = later() ?? (await loadLater().catch(() => undefined));
    if (path.peek() !== to) return;
    Component = part ? screen.later(part) : Unloadable;
  }
  if (Component) open.value = { Component, params, pattern };
}

/** Follows the path from here on; resolves when the first screen's code is here. */
export async function openScreens(): Promise<void> {
  if (path.value === "/") go("/today", { replace: true });
  await show(path.value);
  effect(() => {
    void show(path.value);
  });
}

/** Draws the open screen and, once it stands, loads the later part in idle time. */
export function Screen() {
  useEffect(() => {
    whenIdle(() => loadLater().catch(() => undefined));
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
