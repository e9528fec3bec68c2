resource "a" {
  b = 
}
