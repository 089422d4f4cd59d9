//! Lists in XML, which are elements of one name wherever they stand.

use retry_client::{ErrorKind, Pages, Result, Xml, client};

use crate::support::script::ok;
use crate::support::server::Server;

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Object {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Size")]
    size: Option<u64>,
}

/// The list of an object storage, as Amazon S3 writes it.
#[client(format = Xml)]
trait Storage {
    #[get("/{bucket}?list-type=2")]
    #[pages(
        cursor = "NextContinuationToken",
        query = "continuation-token",
        items = "Contents"
    )]
    async fn objects(&self, bucket: &str) -> Result<Pages<Object>>;

    #[get("/whole")]
    #[pages(link)]
    async fn whole(&self) -> Result<Pages<Object>>;

    #[get("/within")]
    #[pages(link, items = "Objects.Contents")]
    async fn within(&self) -> Result<Pages<Object>>;
}

#[tokio::test]
async fn xml_lists_are_elements_wherever_they_stand() {
    let first = "<?xml version='1.0' encoding='UTF-8'?>\n\
        <ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>\n\
          <Name>b</Name><Contents><Key>1</Key><Size>4</Size></Contents>\n\
          <KeyCount>3</KeyCount><Contents><Key>2</Key></Contents><Contents><Key>3</Key></Contents>\n\
          <NextContinuationToken>\n 1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=\n</NextContinuationToken>\n\
        </ListBucketResult>";
    // Nothing is an empty list, and an empty element is no cursor.
    let second = "<ListBucketResult><IsTruncated>false</IsTruncated><NextContinuationToken/></ListBucketResult>";
    let server = Server::start([ok(first), ok(second)]).await;
    let storage = StorageClient::with_base_url(server.url()).unwrap();
    let mut objects = storage.objects("b").await.unwrap();
    let keys = objects.collect_at_most(99).await.unwrap();
    let keys: Vec<_> = keys.iter().map(|o| (o.key.as_str(), o.size)).collect();
    assert_eq!(keys, [("1", Some(4)), ("2", None), ("3", None)]);
    assert_eq!(
        server.targets(),
        [
            "/b?list-type=2",
            "/b?list-type=2&continuation-token=1ueGcxLPRx1Tr%2FXYExHnhbYLgveDs2J%2Fwm36Hy4vbOwM%3D"
        ]
    );
}

#[tokio::test]
async fn an_xml_list_that_is_the_body_has_elements_of_one_name() {
    let two = "<r a='1'><o><Key>1</Key></o><o><Key>2</Key></o></r>";
    assert_eq!(page!(StorageClient.whole(), two).unwrap().len(), 2);
    for empty in ["<r/>", "<r></r>", "<r a='1'>\n</r>"] {
        assert_eq!(page!(StorageClient.whole(), empty).unwrap(), []);
    }
    let mixed = "<r><o><Key>1</Key></o><total>1</total></r>";
    let error = page!(StorageClient.whole(), mixed).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .contains("say which are the list with `items`"),
        "{error}"
    );
}

#[tokio::test]
async fn the_elements_around_an_xml_list_have_to_be_there() {
    let there = "<r><Objects/></r>";
    assert_eq!(page!(StorageClient.within(), there).unwrap(), []);
    let runs = "<r><Objects><Contents><Key>1</Key></Contents></Objects><x/>\
                <Objects><Contents><Key>2</Key></Contents></Objects></r>";
    assert_eq!(page!(StorageClient.within(), runs).unwrap().len(), 2);
    let error = page!(StorageClient.within(), "<r><Object/></r>").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .ends_with("at `Objects.Contents`, missing list"),
        "{error}"
    );
    // A place within an item, counted over the whole document.
    let wrong = "<r><Objects><Contents><Key>1</Key><Size>s3cret</Size></Contents></Objects></r>";
    let error = page!(StorageClient.within(), wrong).unwrap_err();
    let told = error.to_string();
    assert!(
        told.contains("XML at `Objects.Contents[0].Size`, line 1"),
        "{told}"
    );
    assert!(
        !format!("{error} {error:?}").contains("s3cret"),
        "{error:?}"
    );
}
