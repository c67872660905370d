/**
 * `<details {...openAtFirst(isOpen)}>`: open or not as the server says. Written as `open={isOpen}`, a part that
 * somebody unfolds before the page has woken up is folded again when it does, under their hands.
 */
export const openAtFirst = (isOpen: boolean): { readonly open?: true } => (isOpen ? { open: true } : {});
