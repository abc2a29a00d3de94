/** The icon's one shape: an index card with a tab and a paw-shaped hole, in a box of 512. */
const outline =
  "M96 172a24 24 0 0 1 24-24h104a24 24 0 0 1 21 12l14 24h133a24 24 0 0 1 24 24v172a24 24 0 0 1-24 24H120a24 24 0 0 1-24-24z";
const toes = [
  [186, 284, 17, 23, -24],
  [229, 251, 18, 25, -8],
  [283, 251, 18, 25, 8],
  [326, 284, 17, 23, 24],
];
const pad = "M256 291c-27 0-58 36-58 60 0 17 13 25 28 25 12 0 19-6 30-6s18 6 30 6c15 0 28-8 28-25 0-24-31-60-58-60z";

/**
 * The icon as SVG.
 *
 * @param {{card: string, ground?: string, radius?: number, scale?: number}} look `ground` is the colour behind the card, none when
 *   left out, with corners of `radius`; `scale` shrinks the card about the middle, which a maskable icon needs.
 */
export function icon({ card, ground, radius = 0, scale = 1 }) {
  const back = ground ? `<rect width="512" height="512" rx="${radius}" fill="${ground}"/>` : "";
  const holes = toes
    .map(
      ([x, y, rx, ry, turn]) =>
        `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" transform="rotate(${turn} ${x} ${y})"/>`,
    )
    .join("");
  const place = `translate(256 256) scale(${scale}) translate(-256 -276)`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">` +
    `<title>Fichero</title><mask id="paw"><rect width="512" height="512" fill="#fff"/><path d="${pad}"/>${holes}</mask>` +
    `${back}<g transform="${place}"><path d="${outline}" fill="${card}" mask="url(#paw)"/></g></svg>\n`
  );
}
