#[client(base_urls = ["https://eu.example.com", US], timeout = 30s, attempt_timeout = LIMIT)]
#[retry(linear, base = 1.5ms, max = 90s, errors = [connect, OTHER], retry_after = ignore)]
pub trait Api {
    #[get("/off")]
    #[retry(off)]
    async fn off(&self) -> Result<()>;

    #[get("/refined", timeout = 2m)]
    #[retry(base = 10ms)]
    async fn refined(&self) -> Result<()>;

    #[get("/exponential")]
    #[retry(exponential, factor = 3, jitter = equal, attempts = N, statuses = CODES)]
    async fn exponential(&self) -> Result<()>;

    #[get("/constant")]
    #[retry(constant, attempts = unlimited, server_errors = false, errors = KINDS)]
    async fn constant(&self) -> Result<()>;

    #[get("/list")]
    #[retry(list(100ms, CAP), statuses = [408, 425..=429, 500..502, CODE])]
    async fn list(&self) -> Result<()>;

    #[get("/custom")]
    #[retry(crate::SLOWLY, when = judge, until = is_ready, before_attempt = refresh)]
    async fn custom(&self) -> Result<Job>;

    #[post("/plain")]
    async fn plain(&self) -> Result<()>;

    #[post("/narrow")]
    #[retry(unprocessed_only, statuses = 409, retry_after = 5s)]
    async fn narrow(&self) -> Result<()>;
}
