import type { api } from '@chappe/tl-codec/api'
import type { Game, Message, MessageEntity } from '@grammyjs/types'
import { viewSizes } from './file-ids.ts'

/** A game that a message shows, and what stands below it ("Game"). */
export function viewGame(
  { title, description, photo }: api.game,
  text: string,
  entities: readonly MessageEntity[],
): Partial<Message> {
  const game: Partial<Game> = {
    ...{ title, description, photo: photo._ === 'photo' ? viewSizes(photo, photo.sizes) : [] },
    ...(text !== '' && { text }),
    ...(entities.length > 0 && { text_entities: [...entities] }),
  }
  // Text and animation are optional in the Bot API, and are not in the types.
  return Object.assign<Partial<Message>, object>({}, { game })
}
