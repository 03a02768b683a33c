const maxPage = 100

/** Page of messages that have a mark, cut as a history is. */
export interface MarkPage {
  readonly offsetId: number
  readonly addOffset: number
  readonly limit: number
  readonly maxId: number
  readonly minId: number
}

/** The part of a list of numbers, newest first, that the offsets of a history ask for. */
export function cutPage(ids: readonly number[], page: MarkPage): number[] {
  const { offsetId, addOffset, maxId, minId } = page
  const limit = Math.max(0, Math.min(page.limit || maxPage, maxPage))
  const listed = ids.filter((id) => id > minId && (maxId === 0 || id < maxId))
  const index = listed.findIndex((id) => offsetId === 0 || id < offsetId)
  const start = (index === -1 ? listed.length : index) + addOffset
  return listed.slice(Math.max(0, start), Math.max(0, start + limit))
}
