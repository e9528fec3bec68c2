package policies.t_002

import rego.v1

deny contains "x" if false
