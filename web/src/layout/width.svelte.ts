/** Below this the panels give way to a sheet over the map. */
const NARROW = '(max-width: 1023px)';

/** Whether the window is narrow, kept up to date for as long as the component lives. */
export function followWidth(): { readonly isNarrow: boolean } {
  const query = window.matchMedia(NARROW);
  let isNarrow = $state(query.matches);
  $effect(() => {
    const follow = (event: MediaQueryListEvent): void => {
      isNarrow = event.matches;
    };
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  });
  return {
    get isNarrow() {
      return isNarrow;
    },
  };
}
