/** The way along a day's stops as links to the phone's map. Pure. */

/** How many places one link holds: Google's and Apple's maps take a destination and nine places on the way. */
export const LEG = 10;

/** The places in as many legs as their number needs, each as long as a link may be. */
export function legsOf(places: readonly string[]): string[][] {
  const legs: string[][] = [];
  for (let at = 0; at < places.length; at += LEG) legs.push(places.slice(at, at + LEG));
  return legs;
}

/** A map with the way along these places, in their order, from where the phone is. `apple`: for Apple's maps. */
export function routeLink(places: readonly string[], apple: boolean): string {
  const between = places.slice(0, -1);
  const destination = places.at(-1) ?? "";
  if (apple) {
    const query = new URLSearchParams({ mode: "driving", destination });
    for (const place of between) query.append("waypoint", place);
    return `https://maps.apple.com/directions?${query}`;
  }
  const query = new URLSearchParams({ api: "1", travelmode: "driving", destination });
  if (between.length) query.set("waypoints", between.map((place) => place.replaceAll("|", " ")).join("|"));
  return `https://www.google.com/maps/dir/?${query}`;
}
