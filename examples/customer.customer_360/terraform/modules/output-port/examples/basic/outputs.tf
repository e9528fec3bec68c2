output "table" {
  description = "Where consumers read."
  value       = "${module.output_port.database_name}.${module.output_port.table_name}"
}
