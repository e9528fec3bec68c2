# Run in the module's folder; no account is needed, every call to Google is mocked:
#
#   terraform init -backend=false && terraform test

mock_provider "google" {
  mock_data "google_bigquery_default_service_account" {
    defaults = {
      email = "bq-123456789012@bigquery-encryption.iam.gserviceaccount.com"
    }
  }
}

variables {
  classification = "internal"
  dataset_id     = "orders_prod"
  description    = "One row for each event of an order."
  domain         = "orders"
  location       = "EU"
  owner_email    = "order-experience@example.com"
  owner_team     = "order-experience-squad"
  product_name   = "order_events"
  project_id     = "example-orders-prod"
  retention_days = 2555
  table_name     = "order_events"

  consumers = {
    "finance.revenue_daily"          = "group:finance-data@example.com"
    "marketing.campaign_attribution" = "marketing-data@example.com"
  }
}

run "two_datasets_one_authorisation" {
  command = plan

  assert {
    condition     = google_bigquery_dataset.output_port.dataset_id == "orders_prod" && google_bigquery_dataset.internal.dataset_id == "orders_prod_internal"
    error_message = "The product needs an output-port and an internal dataset."
  }

  assert {
    condition     = google_bigquery_dataset_access.authorized_views.dataset_id == "orders_prod_internal"
    error_message = "The authorisation belongs on the internal dataset."
  }

  assert {
    condition     = google_bigquery_dataset_access.authorized_views.dataset[0].target_types == tolist(["VIEWS"]) && google_bigquery_dataset_access.authorized_views.dataset[0].dataset[0].dataset_id == "orders_prod"
    error_message = "The views of the output port, and only they, may read the internal dataset."
  }

  assert {
    condition     = !google_bigquery_dataset.internal.delete_contents_on_destroy && !google_bigquery_dataset.output_port.delete_contents_on_destroy
    error_message = "A destroy must not take data along."
  }

  assert {
    condition     = google_bigquery_dataset.internal.location == "EU" && google_bigquery_dataset.output_port.location == "EU"
    error_message = "Both datasets belong in the chosen location."
  }
}

run "consumers_read_the_output_port_only" {
  command = plan

  assert {
    condition     = length(google_bigquery_dataset_access.consumers) == 2
    error_message = "Each consumer needs one grant."
  }

  assert {
    condition     = alltrue([for access in values(google_bigquery_dataset_access.consumers) : access.dataset_id == "orders_prod" && access.role == "READER"])
    error_message = "A consumer is granted READER on the output port, and nothing on the internal dataset."
  }

  assert {
    condition     = google_bigquery_dataset_access.authorized_views.role == null && google_bigquery_dataset_access.authorized_views.group_by_email == null && google_bigquery_dataset_access.authorized_views.user_by_email == null
    error_message = "The grant on the internal dataset is for views, not for people."
  }

  assert {
    condition     = output.consumer_members == tolist(["group:finance-data@example.com", "group:marketing-data@example.com"])
    error_message = "An address alone is a group."
  }
}

run "a_removed_consumer_loses_access" {
  command = plan

  variables {
    consumers = {
      "marketing.campaign_attribution" = "marketing-data@example.com"
    }
  }

  assert {
    condition     = tolist(keys(google_bigquery_dataset_access.consumers)) == tolist(["group:marketing-data@example.com"])
    error_message = "Only the consumers of the list keep their grant."
  }
}

run "no_consumers_no_grants" {
  command = plan

  variables {
    consumers = {}
  }

  assert {
    condition     = length(google_bigquery_dataset_access.consumers) == 0
    error_message = "Without consumers nobody is granted."
  }
}

run "consumers_that_share_a_group_share_a_grant" {
  command = plan

  variables {
    consumers = {
      "finance.revenue_daily"   = "group:finance-data@example.com"
      "finance.revenue_monthly" = "Finance-Data@example.com"
    }
  }

  assert {
    condition     = length(google_bigquery_dataset_access.consumers) == 1
    error_message = "Two grants of one principal would revoke each other."
  }
}

run "users_and_service_accounts" {
  command = plan

  variables {
    consumers = {
      analyst   = "user:ana@example.com"
      dashboard = "dashboard@example-bi-prod.iam.gserviceaccount.com"
    }
  }

  assert {
    condition     = google_bigquery_dataset_access.consumers["user:ana@example.com"].user_by_email == "ana@example.com" && google_bigquery_dataset_access.consumers["user:ana@example.com"].group_by_email == null
    error_message = "A user is granted by user_by_email."
  }

  assert {
    condition     = google_bigquery_dataset_access.consumers["serviceAccount:dashboard@example-bi-prod.iam.gserviceaccount.com"].user_by_email == "dashboard@example-bi-prod.iam.gserviceaccount.com"
    error_message = "A service account is granted by user_by_email."
  }
}

run "hyphens_become_underscores" {
  command = plan

  variables {
    dataset_id   = ""
    domain       = "customer-care"
    product_name = "customer-360"
  }

  assert {
    condition     = google_bigquery_dataset.output_port.dataset_id == "customer_care_customer_360" && google_bigquery_dataset.internal.dataset_id == "customer_care_customer_360_internal"
    error_message = "A dataset id may not hold a hyphen."
  }

  assert {
    condition     = google_kms_key_ring.product[0].name == "customer-care-customer-360"
    error_message = "The key ring keeps the hyphens."
  }
}

run "long_names_fit" {
  command = plan

  variables {
    dataset_id   = ""
    domain       = "a-domain-with-quite-a-name"
    product_name = "a_product_with_a_name_that_goes_on_and_on_for_quite_long"
  }

  assert {
    condition     = length(google_kms_key_ring.product[0].name) == 63 && startswith(google_kms_key_ring.product[0].name, "a-domain-with-quite-a-name-a-product-with-a-name-that-")
    error_message = "A key ring's name has 63 characters at most."
  }
}

run "retention_expires_data_not_views" {
  command = plan

  assert {
    condition     = google_bigquery_dataset.internal.default_table_expiration_ms == 220752000000 && google_bigquery_dataset.internal.default_partition_expiration_ms == 220752000000
    error_message = "2555 days are 220752000000 milliseconds."
  }

  assert {
    condition     = google_bigquery_dataset.output_port.default_table_expiration_ms == null
    error_message = "A view that expires takes the port away from its consumers."
  }
}

run "no_retention_no_expiration" {
  command = plan

  variables {
    retention_days = 0
  }

  assert {
    condition     = google_bigquery_dataset.internal.default_table_expiration_ms == null && google_bigquery_dataset.internal.default_partition_expiration_ms == null
    error_message = "Without a retention nothing expires."
  }
}

run "own_key" {
  command = plan

  assert {
    condition     = length(google_kms_crypto_key.product) == 1 && google_kms_crypto_key.product[0].rotation_period == "7776000s"
    error_message = "Without a given key the product gets one that rotates."
  }

  assert {
    condition     = google_kms_key_ring.product[0].location == "europe"
    error_message = "The key of an EU dataset lies in europe."
  }

  assert {
    condition     = google_kms_crypto_key_iam_member.bigquery[0].member == "serviceAccount:bq-123456789012@bigquery-encryption.iam.gserviceaccount.com"
    error_message = "BigQuery's own service account must be able to use the key."
  }
}

run "given_key" {
  command = plan

  variables {
    kms_key_name = "projects/example-keys/locations/europe/keyRings/data/cryptoKeys/orders"
  }

  assert {
    condition     = length(google_kms_key_ring.product) == 0 && length(google_kms_crypto_key.product) == 0 && length(google_kms_crypto_key_iam_member.bigquery) == 0
    error_message = "With a given key no key is made."
  }

  assert {
    condition = alltrue([
      for dataset in [google_bigquery_dataset.internal, google_bigquery_dataset.output_port] :
      dataset.default_encryption_configuration[0].kms_key_name == "projects/example-keys/locations/europe/keyRings/data/cryptoKeys/orders"
    ])
    error_message = "Both datasets are encrypted with the given key."
  }
}

run "labels" {
  command = plan

  variables {
    labels     = { cost_center = "c-42", domain = "overridden" }
    owner_team = "Order Experience (Squad)"
  }

  assert {
    condition     = google_bigquery_dataset.output_port.labels["cost_center"] == "c-42" && google_bigquery_dataset.output_port.labels["domain"] == "orders"
    error_message = "Labels of one's own are kept, the product's win."
  }

  assert {
    condition     = google_bigquery_dataset.output_port.labels["owner"] == "order-experience--squad-"
    error_message = "A label knows lower case letters, digits, _ and - only."
  }
}

run "no_pii_no_taxonomy" {
  command = plan

  assert {
    condition     = length(google_data_catalog_taxonomy.pii) == 0 && length(google_data_catalog_policy_tag.pii) == 0
    error_message = "Without personal data there is nothing to tag."
  }
}

run "pii_is_tagged_and_masked" {
  command = plan

  variables {
    pii_fields  = { email = "hash", phone = "hash", birth_date = "null" }
    pii_readers = ["serviceAccount:dbt@example-orders-prod.iam.gserviceaccount.com"]
  }

  assert {
    condition     = tolist(keys(google_data_catalog_policy_tag.pii)) == tolist(["hash", "null"])
    error_message = "Each way of masking needs one policy tag."
  }

  assert {
    condition     = google_bigquery_datapolicy_data_policy.mask["hash"].data_masking_policy[0].predefined_expression == "SHA256" && google_bigquery_datapolicy_data_policy.mask["null"].data_masking_policy[0].predefined_expression == "ALWAYS_NULL"
    error_message = "Each policy tag needs its mask."
  }

  assert {
    condition     = length(google_bigquery_datapolicy_data_policy_iam_member.masked) == 4 && alltrue([for grant in values(google_bigquery_datapolicy_data_policy_iam_member.masked) : grant.role == "roles/bigquerydatapolicy.maskedReader"])
    error_message = "Both consumers read both masks."
  }

  assert {
    condition     = alltrue([for grant in values(google_data_catalog_policy_tag_iam_member.clear) : grant.member == "serviceAccount:dbt@example-orders-prod.iam.gserviceaccount.com"])
    error_message = "Nobody but the named readers sees personal data in clear."
  }

  assert {
    condition     = tolist(google_data_catalog_taxonomy.pii[0].activated_policy_types) == tolist(["FINE_GRAINED_ACCESS_CONTROL"]) && google_data_catalog_taxonomy.pii[0].region == "eu"
    error_message = "A taxonomy that is not activated protects nothing."
  }
}

run "no_slo_no_alert" {
  command = plan

  assert {
    condition     = length(google_monitoring_alert_policy.freshness) == 0 && length(google_bigquery_data_transfer_config.freshness) == 0
    error_message = "Without a freshness SLO there is nothing to watch."
  }
}

run "freshness_alert_from_slo" {
  command = plan

  variables {
    alert_notification_channels = ["projects/example-orders-prod/notificationChannels/123"]
    freshness_column            = "event_timestamp"
    freshness_max_age_minutes   = 90
    freshness_service_account   = "checker@example-orders-prod.iam.gserviceaccount.com"
  }

  assert {
    condition     = strcontains(google_bigquery_data_transfer_config.freshness[0].params["query"], "`event_timestamp` >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 90 MINUTE)")
    error_message = "The check compares with the SLO's own number."
  }

  assert {
    condition     = strcontains(google_bigquery_data_transfer_config.freshness[0].params["query"], "FROM `example-orders-prod.orders_prod.order_events`")
    error_message = "The check reads what consumers read."
  }

  assert {
    condition     = google_bigquery_data_transfer_config.freshness[0].schedule == "every 45 minutes"
    error_message = "The check runs twice within the promised time."
  }

  assert {
    condition     = length(google_monitoring_alert_policy.freshness[0].conditions) == 2 && google_monitoring_notification_channel.owner[0].labels["email_address"] == "order-experience@example.com"
    error_message = "The owner is told when data is old and when the check has stopped."
  }

  assert {
    condition     = tolist(keys(google_bigquery_dataset_access.freshness_check)) == tolist(["serviceAccount:checker@example-orders-prod.iam.gserviceaccount.com"])
    error_message = "The account that checks must be able to read the output port."
  }
}

run "slow_slo_is_checked_in_hours" {
  command = plan

  variables {
    freshness_column          = "order_date"
    freshness_column_type     = "DATE"
    freshness_max_age_minutes = 2880
  }

  assert {
    condition     = google_bigquery_data_transfer_config.freshness[0].schedule == "every 24 hours" && google_monitoring_alert_policy.freshness[0].conditions[1].condition_absent[0].duration == "84600s"
    error_message = "BigQuery schedules in hours from one hour on, and Monitoring waits 23.5 hours at most."
  }

  assert {
    condition     = strcontains(google_bigquery_data_transfer_config.freshness[0].params["query"], "`order_date` >= DATE(TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 2880 MINUTE))")
    error_message = "A DATE is compared with a DATE."
  }
}

run "refuses_a_channel_that_is_none" {
  command = plan

  variables {
    alert_notification_channels = ["data-oncall"]
  }

  expect_failures = [var.alert_notification_channels]
}

run "refuses_an_unknown_classification" {
  command = plan

  variables {
    classification = "secret"
  }

  expect_failures = [var.classification]
}

run "refuses_all_users" {
  command = plan

  variables {
    consumers = { everybody = "allUsers" }
  }

  expect_failures = [var.consumers]
}

run "refuses_all_authenticated_users" {
  command = plan

  variables {
    consumers = { everybody = "allAuthenticatedUsers" }
  }

  expect_failures = [var.consumers]
}

run "refuses_all_users_in_disguise" {
  command = plan

  variables {
    consumers = { everybody = "group:allusers@example.com" }
  }

  expect_failures = [var.consumers]
}

run "refuses_a_whole_domain" {
  command = plan

  variables {
    consumers = { everybody = "domain:example.com" }
  }

  expect_failures = [var.consumers]
}

run "refuses_a_wildcard" {
  command = plan

  variables {
    consumers = { everybody = "user:*@example.com" }
  }

  expect_failures = [var.consumers]
}

run "refuses_a_principal_set" {
  command = plan

  variables {
    consumers = { pool = "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/*" }
  }

  expect_failures = [var.consumers]
}

run "refuses_a_name_as_principal" {
  command = plan

  variables {
    consumers = { finance = "finance-data" }
  }

  expect_failures = [var.consumers]
}

run "refuses_a_hyphen_in_a_dataset_id" {
  command = plan

  variables {
    dataset_id = "orders-prod"
  }

  expect_failures = [var.dataset_id]
}

run "refuses_a_long_dataset_id" {
  command = plan

  variables {
    dataset_id = join("", [for n in range(1016) : "x"])
  }

  expect_failures = [var.dataset_id]
}

run "refuses_a_domain_with_spaces" {
  command = plan

  variables {
    domain = "Customer Care"
  }

  expect_failures = [var.domain]
}

run "refuses_a_column_that_is_none" {
  command = plan

  variables {
    freshness_column = "event timestamp"
  }

  expect_failures = [var.freshness_column]
}

run "refuses_a_column_type_without_time" {
  command = plan

  variables {
    freshness_column_type = "STRING"
  }

  expect_failures = [var.freshness_column_type]
}

run "refuses_a_negative_age" {
  command = plan

  variables {
    freshness_max_age_minutes = -1
  }

  expect_failures = [var.freshness_max_age_minutes]
}

run "refuses_an_alert_without_a_column" {
  command = plan

  variables {
    freshness_max_age_minutes = 90
  }

  expect_failures = [var.freshness_max_age_minutes]
}

run "refuses_a_checker_that_is_a_person" {
  command = plan

  variables {
    freshness_service_account = "ana@example.com"
  }

  expect_failures = [var.freshness_service_account]
}

run "refuses_a_key_by_its_short_name" {
  command = plan

  variables {
    kms_key_name = "orders"
  }

  expect_failures = [var.kms_key_name]
}

run "refuses_a_label_in_upper_case" {
  command = plan

  variables {
    labels = { Team = "orders" }
  }

  expect_failures = [var.labels]
}

run "refuses_an_unknown_location" {
  command = plan

  variables {
    location = "Europe"
  }

  expect_failures = [var.location]
}

run "refuses_an_address_without_host" {
  command = plan

  variables {
    owner_email = "order-experience"
  }

  expect_failures = [var.owner_email]
}

run "refuses_an_empty_team" {
  command = plan

  variables {
    owner_team = " "
  }

  expect_failures = [var.owner_team]
}

run "refuses_an_unknown_mask" {
  command = plan

  variables {
    pii_fields = { email = "rot13" }
  }

  expect_failures = [var.pii_fields]
}

run "refuses_clear_text_for_everybody" {
  command = plan

  variables {
    pii_readers = ["allAuthenticatedUsers"]
  }

  expect_failures = [var.pii_readers]
}

run "refuses_a_product_name_with_dots" {
  command = plan

  variables {
    product_name = "orders.order_events"
  }

  expect_failures = [var.product_name]
}

run "refuses_a_product_name_too_long_for_a_label" {
  command = plan

  variables {
    product_name = join("", [for n in range(64) : "x"])
  }

  expect_failures = [var.product_name]
}

run "refuses_a_project_number" {
  command = plan

  variables {
    project_id = "123456789012"
  }

  expect_failures = [var.project_id]
}

run "refuses_half_a_day_of_retention" {
  command = plan

  variables {
    retention_days = 0.5
  }

  expect_failures = [var.retention_days]
}

run "refuses_a_negative_retention" {
  command = plan

  variables {
    retention_days = -1
  }

  expect_failures = [var.retention_days]
}

run "refuses_a_table_name_with_a_backtick" {
  command = plan

  variables {
    table_name = "order`events"
  }

  expect_failures = [var.table_name]
}
