"""A moto server on loopback that answers as the Terraform provider asks.

    python moto_server.py            # prints its address, serves until it is ended

moto 5.2 lacks four things the provider relies on: it finds no grant on `TableWithColumns` when
asked by table, refuses to list grants by `LFTagPolicy`, and lets a grant be revoked that is not
there, while the provider revokes until AWS says so. And S3 does not tell that a bucket announces
its objects on EventBridge. `patch` mends these and nothing else.
"""

import json
import logging
import signal
import sys

TABLE_KINDS = ("Table", "TableWithColumns")


def matches(wanted, granted):
    """Whether a grant on the resource `granted` is one on the resource `wanted`."""
    for kind, target in wanted.items():
        kinds = TABLE_KINDS if kind in TABLE_KINDS else (kind,)
        for found in (granted[name] for name in kinds if name in granted):
            compared = ("DatabaseName", "Name") if kind in TABLE_KINDS else target.keys() - {"CatalogId"}
            if all(found.get(key) == target.get(key) for key in compared):
                return True
    return False


def patch():
    """Mend moto in this process."""
    from moto.lakeformation.exceptions import InvalidInput
    from moto.lakeformation.models import LakeFormationBackend
    from moto.lakeformation.responses import LakeFormationResponse
    from moto.s3.responses import S3Response

    revoke = LakeFormationBackend.revoke_permissions
    notification = S3Response.get_bucket_notification

    def list_permissions(self):
        catalog = self._get_param("CatalogId") or self.current_account
        principal, resource = self._get_param("Principal"), self._get_param("Resource")
        grants = self.lakeformation_backend.list_permissions(catalog_id=catalog, principal=principal)
        found = [grant for grant in grants if resource is None or matches(resource, grant["Resource"])]
        return json.dumps({"PrincipalResourcePermissions": found})

    def revoke_permissions(self, catalog_id, principal, resource, **permissions):
        grants = self.list_permissions(catalog_id=catalog_id, principal=principal)
        if not any(grant["Resource"] == resource for grant in grants):
            raise InvalidInput("No permissions revoked. Grantee does not have them.")
        revoke(self, catalog_id=catalog_id, principal=principal, resource=resource, **permissions)

    def get_bucket_notification(self):
        status, headers, body = notification(self)
        configuration = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if configuration and configuration.event_bridge is not None:
            start = body.index("<NotificationConfiguration")
            opening = body[start : body.index(">", start)].rstrip("/") + ">"
            rest = body[body.index(">", start) + 1 :] or "</NotificationConfiguration>"
            body = body[:start] + opening + "<EventBridgeConfiguration/>" + rest
            headers.pop("Content-Length", None)
        return status, headers, body

    S3Response.get_bucket_notification = get_bucket_notification
    LakeFormationResponse.list_permissions = list_permissions
    LakeFormationBackend.revoke_permissions = revoke_permissions


def start():
    """Start the server on a free port of the loopback. Returns it and its address."""
    from moto.server import ThreadedMotoServer

    patch()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    return server, f"http://{host}:{port}"


if __name__ == "__main__":
    server, address = start()
    print(address, flush=True)
    try:
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    finally:
        server.stop()
    sys.exit(0)
