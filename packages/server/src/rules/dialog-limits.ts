/** The limits of the public server for accounts without a subscription ("Client configuration"). */
export const maxPinnedDialogs = 5
export const maxPinnedInArchive = 100
export const maxPinnedSavedDialogs = 5
export const maxDialogFilters = 10
/** Peers that one folder may name in each of its lists. */
export const maxFilterPeers = 100
export const maxFilterTitle = 12

export function pinnedDialogsLimit(folder: number): number {
  return folder === 0 ? maxPinnedDialogs : maxPinnedInArchive
}
