/**
 * The service worker: the app starts on any path without a network, from the build that this phone holds. It never
 * answers for data: what is on the phone is the replica's, what is not goes to the server.
 */
import { flush, OUTBOX_TAG } from "../../sync/flush.ts";

declare const self: ServiceWorkerGlobalScope;

const BUILD = `build-${__VERSION__}`;
const SHELL = "/today";
/** Paths that the server answers itself; every other one is a screen. */
const SERVERS = /^\/(sync|session|links|devices|history|files|healthz|readyz|static|sw\.js|manifest\.json)(\/|$)/;

self.addEventListener("install", (event) => event.waitUntil(keepBuild()));

self.addEventListener("activate", (event) => event.waitUntil(dropOldBuilds().then(() => self.clients.claim())));

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(kept(request));
  else if (request.mode === "navigate" && !SERVERS.test(pathname)) event.respondWith(shell(request));
});

// Background Sync is Chromium's alone, so its event has no type here.
self.addEventListener("sync", (event) => {
  const background = event as ExtendableEvent & { tag: string };
  if (background.tag === OUTBOX_TAG) background.waitUntil(flush());
});

/**
 * Fetches what no earlier build has left here; names carry a hash, so equal names are equal files. Nothing else than this
 * build is ever kept: a captive portal answers 200 with a page of its own to every address.
 */
async function keepBuild(): Promise<void> {
  const cache = await caches.open(BUILD);
  const fetched = __FILES__.map(async ([file, integrity]) => {
    const held = await caches.match(file);
    if (held) return cache.put(file, held);
    // What a portal said may lie in the browser's own cache.
    return cache
      .add(new Request(file, { integrity }))
      .catch(() => cache.add(new Request(file, { integrity, cache: "reload" })));
  });
  await Promise.all([...fetched, keepShell(cache)]);
}

async function keepShell(cache: Cache): Promise<void> {
  const page = await fetch(SHELL, { cache: "reload" });
  const text = await page.clone().text();
  if (!page.ok || page.redirected || !text.includes(__SCRIPT__)) throw new TypeError("this is not the app's page");
  await cache.put(SHELL, page);
}

/** Keeps this build and the one before it, so that pages still open find their screens. */
async function dropOldBuilds(): Promise<void> {
  const builds = (await caches.keys()).filter((name) => name.startsWith("build-"));
  const old = builds.filter((name) => name !== BUILD).slice(0, -1);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function kept(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

async function shell(request: Request): Promise<Response> {
  const cache = await caches.open(BUILD);
  return (await cache.match(SHELL)) ?? fetch(request);
}
