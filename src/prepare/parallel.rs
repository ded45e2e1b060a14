//! Work on many things at once.

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
