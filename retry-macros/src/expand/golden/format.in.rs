#[client(crate = ::elsewhere, base_url = "https://shop.example.com", format = ::elsewhere::Xml)]
#[retry(exponential)]
trait Shop {
    #[put("/orders/{id}", none_on = 404)]
    async fn replace(&self, id: u64, #[body] order: &Order) -> Result<Option<Order>>;

    #[get("/orders")]
    #[pages(cursor = "next", query = "after", items = "order")]
    async fn orders(&self) -> Result<Pages<Order>>;

    #[get("/prices")]
    #[pages(page = "page")]
    async fn prices(&self) -> Result<Pages<u64>>;
}
