#[client(crate = ::elsewhere, base_url = "https://shop.example.com", format = ::elsewhere::Xml)]
#[retry(exponential)]
trait Shop {
    #[put("/orders/{id}", none_on = 404)]
    async fn replace(&self, id: u64, #[body] order: &Order) -> Result<Option<Order>>;
}
