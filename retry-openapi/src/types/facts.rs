//! Facts about items that can only be told when all are known.

use std::collections::HashSet;

use super::{Item, ItemId, Kind, Type, Types};

/// The size above which a variant is boxed, in bytes, roughly. Clippy minds a difference of 200.
const LARGEST_VARIANT: usize = 160;

/// Facts about items that can only be told when all are known.
#[derive(Debug)]
pub(super) struct Facts {
    /// Pairs of owner and owned for which the owner would contain itself.
    boxed: HashSet<(ItemId, ItemId)>,
    /// Aliases that would stand for themselves, and are structs of one field instead.
    wrapped: HashSet<ItemId>,
    has_default: Vec<bool>,
    sizes: Vec<usize>,
}

impl Facts {
    pub(super) fn of(types: &Types) -> Self {
        let mut facts = Self {
            boxed: HashSet::new(),
            wrapped: wrapped(types),
            has_default: vec![true; types.items.len()],
            sizes: vec![0; types.items.len()],
        };
        // Sizes come last: what is boxed has that of a pointer.
        facts.box_circles(types);
        facts.find_defaults(types);
        facts.measure(types);
        facts
    }

    pub(super) fn is_wrapped(&self, id: ItemId) -> bool {
        self.wrapped.contains(&id)
    }

    pub(super) fn has_default(&self, id: ItemId) -> bool {
        self.has_default[id.0]
    }

    /// Tells whether this type, as a field of `owner`, needs a `Box`.
    pub(super) fn needs_box(&self, owner: ItemId, of: &Type) -> bool {
        contained(of)
            .iter()
            .any(|owned| self.boxed.contains(&(owner, *owned)))
    }

    /// Tells whether this type, as a variant of `owner`, needs a `Box`.
    pub(super) fn needs_box_in_variant(&self, owner: ItemId, of: &Type) -> bool {
        self.needs_box(owner, of) || self.size(of) > LARGEST_VARIANT
    }

    fn box_circles(&mut self, types: &Types) {
        let inside = |id: usize| {
            types.items[id]
                .as_ref()
                .map(contained_in)
                .unwrap_or_default()
        };
        let circle = circles(types.items.len(), inside);
        for (owner, item) in numbered(types) {
            // An alias has no place for a box; one of those that it leads to has.
            if matches!(item.kind, Kind::Alias(_)) && !self.is_wrapped(owner) {
                continue;
            }
            for owned in contained_in(item) {
                // Boxes are put in one after the other, and each is counted by the next: a circle of three structs gets
                // the one box that breaks it, not three. Which one it is depends on the order of the document alone.
                if circle[owner.0] == circle[owned.0] && self.contains(types, owned, owner) {
                    self.boxed.insert((owner, owned));
                }
            }
        }
    }

    /// Tells whether a value of `from` contains one of `to`, boxes left out.
    fn contains(&self, types: &Types, from: ItemId, to: ItemId) -> bool {
        reaches(from, to, |id| {
            let mut inside = types.item(id).map(contained_in).unwrap_or_default();
            inside.retain(|next| !self.boxed.contains(&(id, *next)));
            inside
        })
    }

    fn find_defaults(&mut self, types: &Types) {
        let mut is_news = true;
        let mut order: Vec<(ItemId, &Item)> = numbered(types).collect();
        // Everything has a default until something in it has none. Beginning the other way round, items of a circle
        // would wait for each other and none would ever get one.
        while is_news {
            is_news = false;
            // In both directions by turns, as chains of items have one of both.
            order.reverse();
            for &(id, item) in &order {
                if self.has_default(id) && !self.item_has_default(types, item) {
                    self.has_default[id.0] = false;
                    is_news = true;
                }
            }
        }
    }

    fn item_has_default(&self, types: &Types, item: &Item) -> bool {
        match &item.kind {
            Kind::Alias(of) => self.type_has_default(types, of),
            Kind::Struct(body) => body.fields.iter().all(|field| {
                field.is_optional(item.direction) || self.type_has_default(types, &field.of)
            }),
            Kind::Strings(_) | Kind::Tagged(_) | Kind::Untagged(_) => false,
        }
    }

    fn type_has_default(&self, types: &Types, of: &Type) -> bool {
        match of {
            Type::Foreign(foreign) => foreign.has_default,
            // An item that is missing is printed as `Value`, which has a default.
            Type::Named(id) => types.item(*id).is_none() || self.has_default(*id),
            Type::Tuple(list) => {
                // The standard library implements `Default` for tuples of up to twelve.
                list.len() <= 12 && list.iter().all(|inner| self.type_has_default(types, inner))
            }
            _ => true,
        }
    }

    /// Sizes, roughly: what is recursive is boxed, so each pass adds a level, and more than a few make no difference.
    fn measure(&mut self, types: &Types) {
        for _ in 0..6 {
            for (id, item) in numbered(types) {
                self.sizes[id.0] = self.item_size(id, item);
            }
        }
    }

    fn item_size(&self, id: ItemId, item: &Item) -> usize {
        let of_type = |of: &Type| {
            let is_boxed = self.needs_box(id, of);
            if is_boxed { 8 } else { self.size(of) }
        };
        match &item.kind {
            Kind::Alias(of) => of_type(of),
            Kind::Strings(_) => 24,
            Kind::Struct(body) => {
                let fields = body
                    .fields
                    .iter()
                    .map(|field| of_type(&field.of) + 8)
                    .sum::<usize>();
                fields + body.rest.as_ref().map_or(0, |_| 24)
            }
            union @ (Kind::Tagged(_) | Kind::Untagged(_)) => {
                // That of the last variant, a `Value`.
                let mut largest = 72;
                union.each_type(|of| {
                    if !self.needs_box_in_variant(id, of) {
                        largest = largest.max(self.size(of));
                    }
                });
                largest + 8
            }
        }
    }

    fn size(&self, of: &Type) -> usize {
        match of {
            // Sizes on a 64-bit machine. They only have to be right enough to agree with clippy on which variants are
            // large.
            Type::Bool | Type::Number(_) => 8,
            Type::String | Type::List(_) | Type::Map(_) => 24,
            Type::Foreign(_) => 16,
            Type::Binary => 32,
            Type::Value => 72,
            Type::Tuple(list) => list.iter().map(|inner| self.size(inner)).sum(),
            Type::Named(id) => self.sizes[id.0],
            Type::Nullable(inner) => self.size(inner) + 8,
        }
    }
}

fn numbered(types: &Types) -> impl Iterator<Item = (ItemId, &Item)> {
    let items = types.items.iter().enumerate();
    items.filter_map(|(index, item)| Some((ItemId(index), item.as_ref()?)))
}

/// Items of which a value of this type contains a whole one.
// Lists and maps are left out: their values are on the heap, so a type may contain itself through them.
fn contained(of: &Type) -> Vec<ItemId> {
    match of {
        Type::Nullable(inner) => contained(inner),
        Type::Tuple(list) => list.iter().flat_map(contained).collect(),
        Type::Named(id) => vec![*id],
        _ => Vec::new(),
    }
}

fn contained_in(item: &Item) -> Vec<ItemId> {
    let mut found = Vec::new();
    item.kind.each_type(|of| found.extend(contained(of)));
    if let Kind::Struct(body) = &item.kind
        && let Some(rest) = &body.rest
    {
        // Behind a map.
        let in_rest = contained(&rest.of);
        found.truncate(found.len() - in_rest.len());
    }
    found
}

/// Aliases that would stand for themselves by way of aliases alone, which Rust does not expand.
fn wrapped(types: &Types) -> HashSet<ItemId> {
    let aliased = |id: usize| {
        let mut names = Vec::new();
        if let Some(Item {
            kind: Kind::Alias(of),
            ..
        }) = &types.items[id]
        {
            of.names(&mut names);
        }
        names
    };
    let circle = circles(types.items.len(), aliased);
    let all = (0..types.items.len()).map(ItemId);
    all.filter(|id| {
        aliased(id.0)
            .iter()
            .any(|named| circle[named.0] == circle[id.0])
    })
    .collect()
}

/// Tells whether there is a way from one item to another.
pub(super) fn reaches(from: ItemId, to: ItemId, edges: impl Fn(ItemId) -> Vec<ItemId>) -> bool {
    let mut seen = HashSet::from([from]);
    let mut left = vec![from];
    while let Some(id) = left.pop() {
        if id == to {
            return true;
        }
        left.extend(edges(id).into_iter().filter(|next| seen.insert(*next)));
    }
    false
}

/// Number of the circle that each node of a graph is part of; one that is part of none has a number of its own.
///
/// Tarjan's algorithm, without recursion: a document may have a chain of ten thousand schemas.
pub(super) fn circles(nodes: usize, edges: impl Fn(usize) -> Vec<ItemId>) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut index = vec![NEW; nodes];
    let mut low = vec![0; nodes];
    let mut circle = vec![NEW; nodes];
    let (mut stack, mut count) = (Vec::new(), 0);
    for root in 0..nodes {
        let mut calls: Vec<(usize, Vec<ItemId>)> = Vec::new();
        if index[root] == NEW {
            calls.push((root, edges(root)));
        }
        // `calls` is what the recursion would have on its stack: a node, and the edges that are left to look at. A node
        // is numbered when it is on top for the first time.
        while let Some((node, left)) = calls.last_mut() {
            let node = *node;
            if index[node] == NEW {
                (index[node], low[node]) = (count, count);
                count += 1;
                stack.push(node);
            }
            if let Some(ItemId(next)) = left.pop() {
                if index[next] == NEW {
                    calls.push((next, edges(next)));
                } else if circle[next] == NEW {
                    low[node] = low[node].min(index[next]);
                }
                continue;
            }
            calls.pop();
            // A recursive call would do this after it has returned.
            if let Some((caller, _)) = calls.last() {
                low[*caller] = low[*caller].min(low[node]);
            }
            // Nothing that was reached from here leads further back, so what lies above on the stack is one circle, or
            // the node alone.
            if low[node] == index[node] {
                while let Some(member) = stack.pop() {
                    circle[member] = node;
                    if member == node {
                        break;
                    }
                }
            }
        }
    }
    circle
}
