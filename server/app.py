"""The Flask application: every part of the server, put together around one store."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from server import description, errors, files, logs, pages, security, signin, sync_routes
from server.config import Config
from sync.store import Store


def create_app(config: Config, store: Store) -> Flask:
    """The WSGI application for a store that is open and migrated. The caller closes the store."""
    app = Flask("server", static_folder=None)
    app.extensions["fichero"] = (store, config)
    app.json.sort_keys = False
    # A redirect to the path with its slashes merged would name whatever host the request did.
    app.url_map.merge_slashes = False
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    logs.install(app, behind_proxy=bool(config.proxies))
    errors.install(app)
    security.install(app, config)
    signin.install(app, config)
    sync_routes.install(app, config, store)
    files.install(app)
    pages.install(app, store)
    description.install(app, config)
    return app
