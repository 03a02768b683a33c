import type { api } from '@chappe/tl-codec/api'
import type { Poll, PollMedia, PollOption } from '@grammyjs/types'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewEntities } from './entities.ts'
import { withFormerCorrect } from './former-fields.ts'
import { viewMedia } from './media.ts'

/** How an answer is named for as long as the poll stands. */
export function persistentId(option: Uint8Array): string {
  return Buffer.from(option).toString('base64url')
}

/** What stands above a poll, or beside an answer ("PollMedia"). */
function viewPart(seen: SeenPeers, media: api.MessageMedia | undefined): PollMedia | undefined {
  if (media === undefined) return undefined
  const { animation, audio, document, live_photo, location, photo, sticker, venue, video } = viewMedia(seen, media)
  if (animation !== undefined) return { animation }
  if (live_photo !== undefined) return { live_photo }
  if (venue !== undefined) return { venue }
  const parts = { audio, document, location, photo, sticker, video }
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined))
}

/** @param said what stands above it */
export function viewPoll(
  seen: SeenPeers,
  poll: api.Poll,
  results: api.PollResults,
  said?: Pick<api.message, 'message' | 'entities' | 'media'>,
): Poll {
  const voters = results.results ?? []
  const options = poll.answers.flatMap((answer): PollOption[] => {
    if (answer._ !== 'pollAnswer') return []
    const id = persistentId(answer.option)
    const entities = viewEntities(seen, answer.text.entities)
    const media = viewPart(seen, answer.media)
    return [
      {
        persistent_id: id,
        text: answer.text.text,
        ...(entities.length > 0 && { text_entities: entities }),
        ...(media && { media }),
        voter_count: voters.find((one) => persistentId(one.option) === id)?.voters ?? 0,
      },
    ]
  })
  const correct = voters.flatMap((one) => {
    const at = one.correct ? options.findIndex((option) => option.persistent_id === persistentId(one.option)) : -1
    return at === -1 ? [] : [at]
  })
  const question = viewEntities(seen, poll.question.entities)
  const explanation = viewEntities(seen, results.solutionEntities)
  const description = viewEntities(seen, said?.entities)
  const shown = said?.media?._ === 'messageMediaPoll' ? viewPart(seen, said.media.attachedMedia) : undefined
  return {
    id: String(poll.id),
    question: poll.question.text,
    ...(question.length > 0 && { question_entities: question }),
    options,
    total_voter_count: results.totalVoters ?? 0,
    is_closed: poll.closed === true,
    is_anonymous: poll.publicVoters !== true,
    type: poll.quiz ? 'quiz' : 'regular',
    allows_multiple_answers: poll.multipleChoice === true,
    allows_revoting: poll.revotingDisabled !== true && poll.quiz !== true,
    members_only: poll.subscribersOnly === true,
    ...(poll.countriesIso2 !== undefined && { country_codes: poll.countriesIso2 }),
    ...(correct.length > 0 && withFormerCorrect(correct)),
    ...(results.solution && { explanation: results.solution }),
    ...(explanation.length > 0 && { explanation_entities: explanation }),
    ...(poll.closePeriod && { open_period: poll.closePeriod }),
    ...(poll.closeDate && { close_date: poll.closeDate }),
    ...(said?.message && { description: said.message }),
    ...(description.length > 0 && { description_entities: description }),
    ...(shown && { media: shown }),
  }
}
