/** Stands before the first script of a page: what scripts leave for each other, and how more of them are loaded. */
self.fichero = {
  loads: {},
  /** Loads scripts that need each other in this order, each once; resolves to what the last exports. */
  async load(names) {
    const { fichero } = self;
    const one = (name) =>
      new Promise((done, failed) => {
        const script = document.createElement("script");
        const end = () => {
          if (fichero[name]) return done();
          // It is asked for again by whoever comes next.
          delete fichero.loads[name];
          failed(new TypeError(`${name} could not be loaded`));
        };
        Object.assign(script, { src: `/static/${name}`, async: false, onload: end, onerror: end });
        document.head.append(script);
      });
    await Promise.all(
      names.map((name) => {
        if (!fichero[name]) fichero.loads[name] ??= one(name);
        return fichero.loads[name];
      }),
    );
    return fichero[names.at(-1)];
  },
};
