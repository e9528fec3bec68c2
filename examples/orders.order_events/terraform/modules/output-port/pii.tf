# Personal data: one policy tag for each way of masking. dbt attaches the tag to the
# columns (output pii_policy_tags); without clearance a column reads as its mask.

locals {
  has_pii   = length(var.pii_fields) > 0
  pii_masks = toset(values(var.pii_fields))

  masking_expressions = {
    hash   = "SHA256"
    null   = "ALWAYS_NULL"
    redact = "DEFAULT_MASKING_VALUE"
  }

  masked_readers = {
    for pair in setproduct(local.pii_masks, setunion(local.consumer_members, local.checker_members)) :
    "${pair[0]}/${pair[1]}" => { mask = pair[0], member = pair[1] }
  }

  clear_readers = {
    for pair in setproduct(local.pii_masks, toset(var.pii_readers)) :
    "${pair[0]}/${pair[1]}" => { mask = pair[0], member = pair[1] }
  }
}

resource "google_data_catalog_taxonomy" "pii" {
  count = local.has_pii ? 1 : 0

  project                = var.project_id
  region                 = lower(var.location)
  display_name           = "${local.slug}-pii"
  description            = "Personal data in ${var.domain}.${var.product_name}"
  activated_policy_types = ["FINE_GRAINED_ACCESS_CONTROL"]
}

resource "google_data_catalog_policy_tag" "pii" {
  for_each = local.pii_masks

  taxonomy     = google_data_catalog_taxonomy.pii[0].id
  display_name = "pii-${each.value}"
  description  = "Personal data, masked by ${each.value} for readers without clearance"
}

resource "google_bigquery_datapolicy_data_policy" "mask" {
  for_each = local.pii_masks

  project          = var.project_id
  location         = lower(var.location)
  data_policy_id   = "${local.identifier}_pii_${each.value}"
  data_policy_type = "DATA_MASKING_POLICY"
  policy_tag       = google_data_catalog_policy_tag.pii[each.value].name

  data_masking_policy {
    predefined_expression = local.masking_expressions[each.value]
  }
}

# Consumers see the mask …
resource "google_bigquery_datapolicy_data_policy_iam_member" "masked" {
  for_each = local.masked_readers

  project        = var.project_id
  location       = lower(var.location)
  data_policy_id = google_bigquery_datapolicy_data_policy.mask[each.value.mask].data_policy_id
  role           = "roles/bigquerydatapolicy.maskedReader"
  member         = each.value.member
}

# … and the pipeline the value.
resource "google_data_catalog_policy_tag_iam_member" "clear" {
  for_each = local.clear_readers

  policy_tag = google_data_catalog_policy_tag.pii[each.value.mask].name
  role       = "roles/datacatalog.categoryFineGrainedReader"
  member     = each.value.member
}
