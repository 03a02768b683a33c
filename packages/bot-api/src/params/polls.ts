import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'
import { readText } from '../formatting/read-text.ts'
import { type FindUser, toTlEntities } from '../formatting/to-tl.ts'
import { fieldsOf } from './fields.ts'
import { createParams, type Params } from './params.ts'

export interface ReadPoll {
  readonly media: api.inputMediaPoll
  /** What stands above it. */
  readonly description: api.textWithEntities
}

/** Reads what a field says that shows something of this type. */
export type ReadShown = (type: string, params: Params) => api.InputMedia

/** A poll or a quiz ("sendPoll"). */
export async function readPoll(params: Params, findUser: FindUser, readShown: ReadShown): Promise<ReadPoll> {
  // To pass over it would explain something else.
  if (params.isGiven('explanation_media')) throw badRequest('explanations with media are not supported')
  const textIn = (name: string, of: Params = params) => readTextIn(of, name, findUser)
  const given = params.json('options')
  if (!Array.isArray(given)) throw badRequest('poll must have at least 2 option')
  const answers: api.PollAnswer[] = []
  for (const one of given) answers.push(await readOption(one, params, textIn, readShown))
  const isQuiz = params.text('type') === 'quiz'
  const explanation = await textIn('explanation')
  const isPublic = params.has('is_anonymous') && !params.flag('is_anonymous')
  const media: api.inputMediaPoll = {
    _: 'inputMediaPoll',
    poll: {
      ...{ _: 'poll', id: 0n, hash: 0n, question: await textIn('question'), answers },
      quiz: isQuiz || undefined,
      publicVoters: isPublic || undefined,
      multipleChoice: params.flag('allows_multiple_answers') || undefined,
      closed: params.flag('is_closed') || undefined,
      shuffleAnswers: params.flag('shuffle_options') || undefined,
      openAnswers: params.flag('allow_adding_options') || undefined,
      hideResultsUntilClose: params.flag('hide_results_until_closes') || undefined,
      // Nobody answers a quiz twice.
      revotingDisabled: (!isQuiz && params.has('allows_revoting') && !params.flag('allows_revoting')) || undefined,
      subscribersOnly: params.flag('members_only') || undefined,
      countriesIso2: countriesIn(params),
      closePeriod: params.nonZero('open_period'),
      closeDate: params.nonZero('close_date'),
    },
    correctAnswers: isQuiz ? correctIn(params) : undefined,
    attachedMedia: shownIn(params, params, readShown),
    ...(explanation.text !== '' && { solution: explanation.text, solutionEntities: explanation.entities }),
  }
  return { media, description: await textIn('description') }
}

/** What is shown above the poll, or beside an answer, whose files came with the request. */
function shownIn(of: Params, { files }: Params, readShown: ReadShown): api.InputMedia | undefined {
  if (!of.isGiven('media')) return undefined
  const media = fieldsOf('InputPollMedia', of.json('media'))
  return readShown(media.needText('type'), createParams(new Map(media.entries()), files))
}

function countriesIn(params: Params): string[] | undefined {
  const given = params.json('country_codes')
  if (given === undefined) return undefined
  if (!Array.isArray(given)) throw badRequest("can't parse country codes: expected an Array of String")
  return given.length === 0 ? undefined : given.map(String)
}

function correctIn(params: Params): number[] | undefined {
  const many = params.json('correct_option_ids')
  if (Array.isArray(many)) return many.map(Number)
  const one = params.integer('correct_option_id')
  return one === undefined ? undefined : [one]
}

async function readTextIn(params: Params, name: string, findUser: FindUser): Promise<api.textWithEntities> {
  const names = { text: name, entities: `${name}_entities`, parseMode: `${name}_parse_mode` }
  const { text, entities } = readText(params, names)
  return { _: 'textWithEntities', text, entities: await toTlEntities(entities, findUser) }
}

/** Options are told as texts or as objects. */
async function readOption(
  given: unknown,
  params: Params,
  textIn: (name: string, of: Params) => Promise<api.textWithEntities>,
  readShown: ReadShown,
): Promise<api.inputPollAnswer> {
  if (typeof given === 'string') {
    return { _: 'inputPollAnswer', text: { _: 'textWithEntities', text: given, entities: [] } }
  }
  const option = fieldsOf('poll option', given)
  option.needText('text')
  const inner = createParams(new Map(option.entries()))
  const text = await textIn('text', inner)
  return { _: 'inputPollAnswer', text, media: shownIn(inner, params, readShown) }
}
