//! Layer 0: work on many things at once, on as many threads as the build and its user allow.

/// Maps in parallel where the build has threads; results stand in the order of the input either way.
pub(crate) fn parallel<T: Sync, R: Send>(
    items: &[T],
    map: impl Fn(&T) -> R + Sync + Send,
) -> Vec<R> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        items.par_iter().map(map).collect()
    }
    #[cfg(not(feature = "parallel"))]
    {
        items.iter().map(map).collect()
    }
}
