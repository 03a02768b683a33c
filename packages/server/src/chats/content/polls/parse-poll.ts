import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../../core-ports.ts'
import type { UserId } from '../../../ids.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import { randomLong } from '../../../ports/random.ts'
import { badRequest, notImplemented } from '../../../rpc/rpc-error.ts'
import { normalizeText } from '../../../rules/message-text.ts'
import { isStyle } from '../../../rules/styles.ts'
import { isLonger } from '../../../rules/text-length.ts'
import type { NewPoll } from '../../../store/domain/chats/polls.ts'
import { filesOfMedia } from '../../../tl/files-of-message.ts'
import { keyOf } from '../../../views/poll-view.ts'
import { keepTogether } from '../../files/keep-together.ts'
import { resolveMentions } from '../resolve-mentions.ts'
import { firstCheck } from './poll-checks.ts'
import { mediaAbove, mediaBeside, type ParseShown } from './poll-media.ts'

/** "Polls": the limits of what may be asked and answered. */
const maxQuestionLength = 255
const maxAnswerLength = 100
const maxSolutionLength = 200
const minAnswers = 2
const maxAnswers = 12
const maxOptionBytes = 100
const minClosePeriod = 5
const maxClosePeriod = 2_628_000

/** A poll that somebody asks for the first time, and the media that shows it. */
export async function parsePoll(
  ports: ServicePorts,
  userId: UserId,
  input: api.inputMediaPoll,
  parseShown: ParseShown,
): Promise<{ media: api.messageMediaPoll; poll: NewPoll }> {
  const { poll: asked, correctAnswers = [] } = input
  // Nothing that is shown to some alone would keep its files.
  if (input.solutionMedia !== undefined) throw notImplemented()
  if (asked.openAnswers || asked.subscribersOnly || asked.countriesIso2 !== undefined) throw notImplemented()
  if (asked.quiz && asked.multipleChoice && correctAnswers.length < 1) throw badRequest('QUIZ_MULTIPLE_INVALID')

  const text = (given: api.TextWithEntities, maxLength: number, error: string): api.textWithEntities => {
    if (given.text.trim() === '' || isLonger(given.text, maxLength)) throw badRequest(error)
    // Nothing can be opened from what is asked, nor from an answer.
    const normal = normalizeText(given.text, given.entities.filter(isStyle), { detect: false })
    return { _: 'textWithEntities', ...normal }
  }
  if (asked.answers.length < minAnswers || asked.answers.length > maxAnswers) throw badRequest('POLL_ANSWERS_INVALID')
  const question = text(asked.question, maxQuestionLength, 'POLL_QUESTION_INVALID')
  const answers = asked.answers.map((answer, at): api.pollAnswer => {
    // One that is shown already comes with the answer, and not as something to be sent.
    if (answer._ === 'pollAnswer' && answer.media !== undefined) throw badRequest('POLL_ANSWER_INVALID')
    // Newer clients leave it to the server to name the options.
    const option = answer._ === 'pollAnswer' ? answer.option : Uint8Array.of(0x30 + at)
    if (option.length === 0 || option.length > maxOptionBytes) throw badRequest('POLL_OPTION_INVALID')
    return { _: 'pollAnswer', text: text(answer.text, maxAnswerLength, 'POLL_ANSWER_INVALID'), option }
  })
  if (new Set(answers.map(({ option }) => keyOf(option))).size !== answers.length) {
    throw badRequest('POLL_OPTION_DUPLICATE')
  }

  const right = rightAnswers(asked, correctAnswers, answers.length)
  const solution = await parseSolution(ports, userId, input)
  const now = unixSeconds(ports.clock)
  const closeAt = closingTime(asked, now)
  const id = randomLong(ports.random)
  const poll: api.poll = {
    _: 'poll',
    id,
    closed: asked.closed || undefined,
    publicVoters: asked.publicVoters,
    multipleChoice: asked.multipleChoice,
    quiz: asked.quiz,
    revotingDisabled: asked.revotingDisabled,
    shuffleAnswers: asked.shuffleAnswers,
    hideResultsUntilClose: asked.hideResultsUntilClose,
    question,
    answers,
    closePeriod: asked.closePeriod,
    closeDate: closeAt,
    hash: randomLong(ports.random),
  }
  const results: api.pollResults = {
    _: 'pollResults',
    ...solution,
    results: answers.map(({ option }, at) => ({ _: 'pollAnswerVoters', option, correct: right.has(at) || undefined })),
  }
  const shown = await withMedia(poll, input, parseShown)
  await keepTogether(ports, filesOfMedia(shown))
  const data = encode({ ...shown, results })
  return {
    // What the message says of it is filled in for each viewer when it is shown.
    media: shown,
    poll: { id, owner: userId, data, closeAt: asked.closed ? undefined : closeAt, checkAt: firstCheck(now) },
  }
}

/** Last of all: files are made of what was sent. */
async function withMedia(
  poll: api.poll,
  { poll: asked, attachedMedia }: api.inputMediaPoll,
  parseShown: ParseShown,
): Promise<api.messageMediaPoll> {
  const above = attachedMedia && (await mediaAbove(parseShown, attachedMedia))
  const answers: api.PollAnswer[] = []
  for (const [at, answer] of poll.answers.entries()) {
    const given = asked.answers[at]
    const media = given?._ === 'inputPollAnswer' ? given.media : undefined
    const isPlain = answer._ !== 'pollAnswer' || media === undefined
    answers.push(isPlain ? answer : { ...answer, media: await mediaBeside(parseShown, media) })
  }
  return { _: 'messageMediaPoll', poll: { ...poll, answers }, results: { _: 'pollResults' }, attachedMedia: above }
}

function rightAnswers(asked: api.poll, correct: readonly number[], count: number): ReadonlySet<number> {
  if (asked.quiz !== true) {
    if (correct.length > 0) throw badRequest('QUIZ_CORRECT_ANSWER_INVALID')
    return new Set()
  }
  if (correct.length === 0) throw badRequest('QUIZ_CORRECT_ANSWERS_EMPTY')
  if (correct.length > 1 && asked.multipleChoice !== true) throw badRequest('QUIZ_CORRECT_ANSWERS_TOO_MUCH')
  if (correct.some((at) => at < 0 || at >= count)) throw badRequest('QUIZ_CORRECT_ANSWER_INVALID')
  return new Set(correct)
}

async function parseSolution(
  ports: ServicePorts,
  userId: UserId,
  { poll, solution, solutionEntities = [] }: api.inputMediaPoll,
): Promise<Pick<api.pollResults, 'solution' | 'solutionEntities'>> {
  if (solution === undefined || solution === '') return {}
  if (poll.quiz !== true || isLonger(solution, maxSolutionLength)) throw badRequest('POLL_SOLUTION_INVALID')
  const { text, entities } = normalizeText(solution, await resolveMentions(ports, userId, solutionEntities))
  return { solution: text, solutionEntities: entities }
}

/** When it closes by itself, from its period or its date. */
function closingTime({ closePeriod, closeDate }: api.poll, now: number): number | undefined {
  const period = closePeriod ?? (closeDate === undefined ? undefined : closeDate - now)
  if (period === undefined) return undefined
  if (period < minClosePeriod || period > maxClosePeriod) throw badRequest('POLL_CLOSE_PERIOD_INVALID')
  return now + period
}
