import type { Fields } from './fields.ts'
import type { Params } from './params.ts'

const names = ['can_send_messages', 'can_send_media_messages', 'can_send_other_messages', 'can_add_web_page_previews']

/**
 * What a member may do as it was said before Bot API 4.4, by a parameter for each right: whoever may do all four may do all that the
 * others may. Undefined where none is named.
 */
export function formerPermissions(params: Params): Pick<Fields, 'flag'> | undefined {
  if (!names.some(params.has)) return undefined
  const mayAll = names.every(params.flag)
  return { flag: (name) => (names.includes(name) ? params.flag(name) : mayAll) }
}
