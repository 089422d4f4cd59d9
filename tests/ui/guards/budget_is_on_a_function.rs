//! rule 32
#[retry_client::budget(20%)]
fn users() -> String {
    String::new()
}

fn main() {
    users();
}
