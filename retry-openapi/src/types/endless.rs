//! Enums that would be read by reading them again, without end.
//!
//! A value inside a list, a map or a field is smaller than what it is in. A variant, and a flattened field, is not: where
//! these lead back to the enum, as in `A: oneOf [B, string]` and `B: oneOf [A, integer]`, reading would never stop.

use super::facts::{circles, reaches};
use super::{ItemId, Kind, Type, Types};

impl Types {
    /// Takes the variants out that lead back to their own enums, and returns these. Their values are left to the last
    /// variant.
    pub(crate) fn cut_endless(&mut self) -> Vec<ItemId> {
        // Circles are found once for all items. Only within one is the way from variant to enum searched for, so a
        // document of ten thousand schemas without a circle costs one pass.
        let circle = circles(self.items.len(), |id| self.same_value(ItemId(id)));
        let mut cut = Vec::new();
        for id in (0..self.items.len()).map(ItemId) {
            let leads_back = |of: &Type| {
                let target = direct(of).filter(|target| circle[target.0] == circle[id.0]);
                // Reading it would come to reading the enum, the same value still.
                target.is_some_and(|target| reaches(target, id, |id| self.same_value(id)))
            };
            let Some(item) = self.item(id) else { continue };
            // Changed beside the items and put in place afterwards: while it is looked for, the way may lead through
            // the item itself.
            let mut kind = item.kind.clone();
            let is_cut = match &mut kind {
                Kind::Untagged(untagged) => {
                    let before = untagged.variants.len();
                    // Left out, and not boxed: a box makes the type finite, but reading it would still begin with
                    // reading it.
                    untagged.variants.retain(|variant| !leads_back(&variant.of));
                    untagged.variants.len() < before
                }
                Kind::Tagged(tagged) => {
                    let variants = tagged.variants.iter_mut();
                    let endless = variants.filter(|variant| leads_back(&variant.of));
                    // A tagged variant stays, as its tag says which one it is. What it holds is read as any object, so
                    // that reading ends there.
                    let any = || Type::Map(Box::new(Type::Value));
                    endless.map(|variant| variant.of = any()).count() > 0
                }
                _ => false,
            };
            if is_cut && let Some(item) = &mut self.items[id.0] {
                item.kind = kind;
                cut.push(id);
            }
        }
        cut
    }

    /// Items that are read from the whole value of an item.
    fn same_value(&self, id: ItemId) -> Vec<ItemId> {
        let of = |types: &mut dyn Iterator<Item = &Type>| types.filter_map(direct).collect();
        match self.item(id).map(|item| &item.kind) {
            Some(Kind::Alias(target)) => direct(target).into_iter().collect(),
            Some(Kind::Struct(body)) => {
                // A field has a value of its own, smaller than the whole. A flattened one is read from the same object.
                let flattened = body.fields.iter().filter(|field| field.is_flattened);
                of(&mut flattened.map(|field| &field.of))
            }
            Some(Kind::Tagged(tagged)) => of(&mut tagged.variants.iter().map(|it| &it.of)),
            Some(Kind::Untagged(untagged)) => of(&mut untagged.variants.iter().map(|it| &it.of)),
            Some(Kind::Strings(_)) | None => Vec::new(),
        }
    }
}

fn direct(of: &Type) -> Option<ItemId> {
    match of.without_null() {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}
