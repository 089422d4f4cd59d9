#[client(crate = ::elsewhere, headers("x-version" = VERSION), timeout = 1m)]
pub(crate) trait Api: Send {
    #[post("/files/{type}/{path*}", "/mirror/{type}/{path*}", ok_on = 409, headers("a" = "b"))]
    #[idempotent("writes the same again")]
    async fn every_role<'a>(
        &self,
        r#type: &'a str,
        #[path("path")] tail: &str,
        #[query] page: Option<u32>,
        #[query("tag[]")] tags: &[&str],
        #[query("ids", csv)] list: Vec<u64>,
        #[query(flag)] verbose: bool,
        #[query(flatten)] filter: &Filter,
        #[header("x-trace")] trace: &str,
        #[header("authorization", secret)] token: &str,
        #[headers] more: HeaderMap,
        #[json] body: &Body,
        #[idempotency_key("X-Key")] key: Option<&str>,
    ) -> Result<Reply<()>>;

    #[get]
    async fn whole(&self, #[url] url: &str) -> Result<Bytes>;

    #[put("/form", credentials = off)]
    async fn form(&self, #[form] form: &Form) -> Result<()>;

    #[patch("/body")]
    async fn body(&self, #[body("text/plain")] text: String) -> Result<()>;

    #[request(REPORT, "/parts")]
    async fn parts(&self, #[part] a: String, #[part(json)] b: &B, #[part(file)] c: &Path)
        -> Result<()>;

    async fn own(&self) -> u8 {
        1
    }
}
