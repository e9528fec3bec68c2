# METADATA
# scope: package
# title: The manifest holds no secret
# description: No value of a port, an option or a grant looks like a password, a token or a private key.
# custom:
#   id: SEC-006
#   category: security
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: false
#   rationale: >-
#     The manifest is in git for ever and is copied into a dozen files; a secret in it has to be replaced everywhere.
#   remediation: Name the environment variable or the entry of the secret store instead, and replace the secret.
#   examples:
#     pass: |
#       spec: { inputPorts: [{ name: a, location: { url: "https://api.example.com/v1" } }] }
#     fail: |
#       spec: { inputPorts: [{ name: a, location: { url: "https://admin:hunter22@api.example.com/v1" } }] }
package policies.sec_006

import data.policies.lib
import rego.v1

deny contains result if {
	some section in ["inputPorts", "outputPorts", "options", "access"]

	# Looking at each value takes long; most products have none that is worth it.
	regex.match(secret, json.marshal(lib.spec[section]))
	some path, value
	walk(lib.spec[section], [path, value])
	is_string(value)
	regex.match(secret, value)
	result := {
		"msg": "this looks like a secret",
		"path": array.concat(["spec", section], path),
		"help": "name where it is kept instead; whoever can read the manifest has it now, so replace it",
	}
}

secret := concat("|", [
	`://[^/@: ]+:[^/@ ]+@`,
	`(AKIA|ASIA)[A-Z0-9]{16}`,
	`gh[pousr]_[A-Za-z0-9]{20}`,
	`github_pat_[A-Za-z0-9_]{10}`,
	`glpat-[A-Za-z0-9_-]{20}`,
	`xox[abprs]-[A-Za-z0-9-]{10}`,
	`-----BEGIN [A-Z ]*PRIVATE KEY-----`,
	`eyJ[A-Za-z0-9_-]+[.]eyJ`,
	`(^|[^A-Za-z])([Pp]assword|[Pp]wd|[Ss]ecret)[ ]*[=:][ ]*[^ {$<]{6}`,
])
