/** What stands on the page while not even the words could be loaded: the only texts outside the catalogues. */
const SENTENCES = {
  en: "Fichero could not be loaded. Check the connection; it keeps trying.",
  es: "No se ha podido cargar Fichero. Revisa la conexión; se sigue intentando.",
  ru: "Не удалось загрузить Fichero. Проверьте соединение; попытки продолжаются.",
};

/** Shows the sentence in every language in `place`. */
export function showWordless(place: HTMLElement): void {
  place.setAttribute("role", "alert");
  for (const [lang, textContent] of Object.entries(SENTENCES)) {
    place.append(Object.assign(document.createElement("p"), { lang, textContent }));
  }
}
