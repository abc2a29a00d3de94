"""The description at /openapi.json: every route of the app and nothing else, for whoever asks."""

from server.description import path_of
from tests.server.office import Office

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def test_every_route_is_described_and_no_other(office: Office) -> None:
    described = office.browser().get("/openapi.json").json
    routes = {
        (path_of(rule.rule), method) for rule in office.app.url_map.iter_rules() for method in METHODS & rule.methods
    }
    assert {(path, method.upper()) for path, methods in described["paths"].items() for method in methods} == routes
    assert all(route["summary"] for methods in described["paths"].values() for route in methods.values())


def test_what_is_asked_without_a_session_is_said(office: Office) -> None:
    paths = office.browser().get("/openapi.json").json["paths"]
    (session,) = office.browser().get("/openapi.json").json["components"]["securitySchemes"]
    for path, methods in paths.items():
        for method, route in methods.items():
            if method == "get" and path != "/sync":
                there = path.replace("{name}", "0" * 64).replace("{path}", "today")
                refused = office.browser().get(there).status_code == 401
                assert (route["security"] == [{session: []}]) is refused, path


def test_a_type_that_is_referred_to_is_there(office: Office) -> None:
    said = office.browser().get("/openapi.json")
    referred = {part.split('"')[0] for part in said.get_data(as_text=True).split("#/components/schemas/")[1:]}
    assert referred == set(said.json["components"]["schemas"])
