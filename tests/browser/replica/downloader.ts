/** The worker that downloads, for pages that run the replica without the app around it. */
import "../../../sync/downloader.ts";
