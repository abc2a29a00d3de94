/** What the peers do in their page: each fetches every batch of documents and stores it, then tells how long that took. */
import indexed from "pouchdb-adapter-indexeddb";
import PouchDB from "pouchdb-browser";
import { createRxDatabase } from "rxdb";
import { replicateRxCollection } from "rxdb/plugins/replication";
import { getRxStorageDexie } from "rxdb/plugins/storage-dexie";

PouchDB.plugin(indexed);

/** The documents of batch `number` of a table; none when there are no more. */
async function batch(table, number) {
  return (await fetch(`/batch/${table}/${number}`)).json();
}

/** Pull `tables` ({ client: [cell, …], … }) into RxDB, one collection each, all at once. Returns ms and documents. */
async function rxdb(tables, batchSize) {
  const database = await createRxDatabase({ name: "peers", storage: getRxStorageDexie(), multiInstance: false });
  const collections = await database.addCollections(
    Object.fromEntries(Object.entries(tables).map(([name, cells]) => [name, { schema: schema(cells) }])),
  );
  const began = performance.now();
  await Promise.all(
    Object.entries(collections).map(([name, collection]) => {
      const pulling = replicateRxCollection({
        collection,
        replicationIdentifier: name,
        live: false,
        pull: {
          batchSize,
          async handler(checkpoint) {
            const next = checkpoint?.next ?? 0;
            const documents = await batch(name, next);
            for (const each of documents) each._deleted = false;
            return { documents, checkpoint: { next: next + 1 } };
          },
        },
      });
      pulling.error$.subscribe((error) => {
        throw error;
      });
      return pulling.awaitInitialReplication();
    }),
  );
  const took = performance.now() - began;
  const counts = await Promise.all(Object.values(collections).map((collection) => collection.count().exec()));
  return { took, stored: counts.reduce((sum, count) => sum + count, 0) };
}

function schema(cells) {
  const properties = Object.fromEntries(cells.map((cell) => [cell, {}]));
  return {
    version: 0,
    primaryKey: "id",
    type: "object",
    properties: { ...properties, id: { type: "string", maxLength: 36 } },
    required: ["id"],
  };
}

/** Pull `tables` into one database of PouchDB's, one batch after another. Returns ms and documents. */
async function pouchdb(tables, adapter) {
  const database = new PouchDB("peers", { adapter });
  await database.info();
  const began = performance.now();
  for (const table of Object.keys(tables)) {
    for (let number = 0; ; number += 1) {
      const documents = await batch(table, number);
      if (!documents.length) break;
      const answers = await database.bulkDocs(documents.map(({ id, ...cells }) => ({ _id: id, ...cells })));
      const failed = answers.find((answer) => answer.error);
      if (failed) throw new Error(failed.message);
    }
  }
  const took = performance.now() - began;
  return { took, stored: (await database.info()).doc_count };
}

Object.assign(globalThis, { rxdb, pouchdb });
