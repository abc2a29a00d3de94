/** Light or dark: the system's, unless the person chose on this device. */
import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";
const STORED = "fichero.theme";

export const theme = signal<Theme>((localStorage.getItem(STORED) as Theme | null) ?? "system");

/** Puts the theme on the page, with the colour of the system's own bars. */
export function showTheme(): void {
  const root = document.documentElement;
  if (theme.value === "system") delete root.dataset.theme;
  else root.dataset.theme = theme.value;
  const ground = getComputedStyle(root).getPropertyValue("--ground").trim();
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) meta.content = ground;
}

/** Keeps and shows the person's choice. */
export function setTheme(wanted: Theme): void {
  theme.value = wanted;
  if (wanted === "system") localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, wanted);
  showTheme();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);
