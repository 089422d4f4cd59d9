#[cfg_attr(unix, doc = "retry_client: cfg 0")]
#[cfg_attr(not(unix), doc = "retry_client: cfg 1")]
///retry_client: cfg
#[::retry_client::client()]
#[cfg(feature = "api")]
trait Api {
    #[get("/a")]
    async fn a(&self) -> Result<()>;
    #[cfg(unix)]
    #[deprecated]
    #[get("/b")]
    async fn b(&self) -> Result<()>;
    #[cfg(not(unix))]
    #[get("/b")]
    async fn b(&self) -> Result<()>;
    #[get("/c/{id}", headers("x" = X))]
    #[cfg(unix)]
    async fn c(
        &self,
        #[cfg(unix)]
        id: u8,
        #[cfg(not(unix))]
        id: u16,
        #[cfg(unix)]
        #[query]
        q: u8,
    ) -> Result<()>;
}
