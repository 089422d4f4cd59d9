//! The items of a module.

use crate::notes::NoteId;

use super::{Direction, Item, ItemId, Kind, Type};

/// The items of a module.
#[derive(Debug, Default)]
pub(crate) struct Types {
    pub(super) items: Vec<Option<Item>>,
}

impl Types {
    /// Takes a number for an item that is still being made.
    pub(crate) fn reserve(&mut self) -> ItemId {
        // A number before there is an item: what refers to it can be printed only at the end, when every number has its
        // name.
        self.items.push(None);
        ItemId(self.items.len() - 1)
    }

    pub(crate) fn set(&mut self, id: ItemId, item: Item) {
        self.items[id.0] = Some(item);
    }

    /// Adds a note to an item.
    pub(crate) fn note(&mut self, id: ItemId, note: NoteId) {
        if let Some(item) = &mut self.items[id.0] {
            item.notes.push(note);
        }
    }

    /// Adds a finished item. Its fields need no marks of their own: they go where it goes.
    pub(crate) fn add(&mut self, item: Item) -> ItemId {
        let id = self.reserve();
        self.set(id, item);
        id
    }

    /// The item of a number; `None` while it is being made.
    pub(crate) fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.get(id.0)?.as_ref()
    }

    /// The type that an alias stands for in the end, and any other type as it is. `null` is kept.
    pub(crate) fn seen_through<'a>(&'a self, of: &'a Type) -> &'a Type {
        let mut of = of;
        // Aliases may stand for each other in a circle. After as many steps as there are items one has come round.
        for _ in 0..=self.items.len() {
            match of {
                Type::Named(id) => match self.item(*id).map(|item| &item.kind) {
                    Some(Kind::Alias(target)) => of = target,
                    _ => return of,
                },
                _ => return of,
            }
        }
        &Type::Value
    }

    /// The kind of the item that a type names, aliases seen through.
    pub(crate) fn kind_of(&self, of: &Type) -> Option<&Kind> {
        self.item_of(of).map(|item| &item.kind)
    }

    /// The item that a type names, aliases seen through.
    pub(crate) fn item_of(&self, of: &Type) -> Option<&Item> {
        match self.seen_through(of) {
            Type::Named(id) => self.item(*id),
            _ => None,
        }
    }

    /// Says that a value of this type goes this way, with all that is in it. The item may still be in the making.
    pub(crate) fn mark(&mut self, of: &Type, direction: Direction) {
        let mut names = Vec::new();
        of.names(&mut names);
        while let Some(id) = names.pop() {
            if let Some(item) = &mut self.items[id.0]
                // Only what is news goes on, so a type that contains itself is marked once.
                && item.direction.extend(direction)
            {
                item.kind.each_type(|inner| inner.names(&mut names));
            }
        }
    }

    /// Removes the items that none of these types needs.
    pub(crate) fn keep(&mut self, roots: &[&Type]) {
        let mut names = Vec::new();
        for of in roots {
            of.names(&mut names);
        }
        let mut is_needed = vec![false; self.items.len()];
        while let Some(id) = names.pop() {
            // Marked when it is looked at, and not when it is found: an item may be found any number of times.
            if !std::mem::replace(&mut is_needed[id.0], true)
                && let Some(item) = &self.items[id.0]
            {
                item.kind.each_type(|inner| inner.names(&mut names));
            }
        }
        for (item, is_needed) in self.items.iter_mut().zip(is_needed) {
            // The number stays, as others are counted from it; an item that nobody needs is only not printed.
            if !is_needed {
                *item = None;
            }
        }
    }

    /// Number of items.
    pub(crate) fn len(&self) -> usize {
        self.items.iter().flatten().count()
    }
}
