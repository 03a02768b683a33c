import { Refusal } from './refusal.ts'

/** What only the author of a message does, unless the message itself lets others (`others_can_append`, …). */
export function requireAuthor(message: { readonly isOwn: boolean; readonly letsOthers?: boolean | undefined }): void {
  if (!message.isOwn && message.letsOthers !== true) throw new Refusal(403, 'MESSAGE_AUTHOR_REQUIRED')
}
