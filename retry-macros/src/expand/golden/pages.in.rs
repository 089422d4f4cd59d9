/// A service whose lists go on.
#[client]
#[retry(exponential)]
pub(crate) trait Lists {
    #[get("/link")]
    #[pages(link)]
    async fn by_link(&self) -> Result<Pages<Item>>;

    #[get("/cursor")]
    #[pages(cursor = "meta.next", query = "cursor", items = "data")]
    async fn by_cursor(&self) -> Listed<Item>;

    #[get("/next")]
    #[pages(next = "@odata.nextLink", items = "value")]
    async fn by_next(&self) -> Result<Pages<Item>, Trouble>;

    #[get("/page")]
    #[pages(page = "page", start = 0)]
    async fn by_page(&self, #[query] page: Option<u32>) -> Result<Pages<Item>>;

    #[get("/from")]
    #[pages(page = "page", start = FIRST)]
    async fn by_page_from(&self) -> Result<Pages<Item>>;

    #[get("/offset")]
    #[pages(offset = "offset")]
    async fn by_offset(&self) -> Result<Pages<Item>>;

    #[post("/with")]
    #[idempotency_key]
    #[pages(with = self::next_of, items = "found")]
    async fn by_function(&self, #[json] query: &str) -> Result<Pages<Item>>;
}
