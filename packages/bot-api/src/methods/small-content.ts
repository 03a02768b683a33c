import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import { readText } from '../formatting/read-text.ts'
import { toTlEntities } from '../formatting/to-tl.ts'
import { type Fields, fieldsOf } from '../params/fields.ts'
import { createParams, type Params } from '../params/params.ts'
import { readContact, readPoint, readVenue } from '../params/places.ts'
import { type Delivered, deliver } from './deliver.ts'
import type { BotMethods } from './method.ts'
import { sendOptionsForOne } from './send-options.ts'
import { viewSent } from './sent-message.ts'

/** What is said without files: places, contacts, dice and polls. */
export const smallContent: BotMethods = {
  async sendLocation(bot, params) {
    const geoPoint = readPoint(params)
    const period = params.integer('live_period')
    const media: api.InputMedia =
      period === undefined
        ? { _: 'inputMediaGeoPoint', geoPoint }
        : {
            ...{ _: 'inputMediaGeoLive', geoPoint, period },
            heading: params.integer('heading'),
            proximityNotificationRadius: params.integer('proximity_alert_radius'),
          }
    return viewSent(bot, await send(bot, params, media), 'location')
  },

  async sendVenue(bot, params) {
    return viewSent(bot, await send(bot, params, { _: 'inputMediaVenue', ...readVenue(params) }), 'venue').then(
      (message) => ({ ...message, location: message.location ?? message.venue.location }),
    )
  },

  async sendContact(bot, params) {
    return viewSent(bot, await send(bot, params, { _: 'inputMediaContact', ...readContact(params) }), 'contact')
  },

  async sendDice(bot, params) {
    const media: api.InputMedia = { _: 'inputMediaDice', emoticon: params.text('emoji') ?? '🎲' }
    return viewSent(bot, await send(bot, params, media), 'dice')
  },

  async sendPoll(bot, params) {
    return viewSent(bot, await send(bot, params, await readPoll(bot, params)), 'poll')
  },
}

async function send(bot: Bot, params: Params, media: api.InputMedia): Promise<Delivered> {
  return deliver(bot, await sendOptionsForOne(bot, params), { media, message: '' })
}

async function readPoll(bot: Bot, params: Params): Promise<api.inputMediaPoll> {
  const question = await textIn(bot, params, 'question')
  const given = params.json('options')
  if (!Array.isArray(given)) throw badRequest('poll must have at least 2 option')
  const answers = await Promise.all(given.map((one) => readOption(bot, one)))
  const isQuiz = params.text('type') === 'quiz'
  const correct = correctIn(params)
  const explanation = await textIn(bot, params, 'explanation')
  const isPublic = params.has('is_anonymous') && !params.flag('is_anonymous')
  return {
    _: 'inputMediaPoll',
    poll: {
      ...{ _: 'poll', id: 0n, hash: 0n, question, answers },
      quiz: isQuiz || undefined,
      publicVoters: isPublic || undefined,
      multipleChoice: params.flag('allows_multiple_answers') || undefined,
      closed: params.flag('is_closed') || undefined,
      shuffleAnswers: params.flag('shuffle_options') || undefined,
      openAnswers: params.flag('allow_adding_options') || undefined,
      hideResultsUntilClose: params.flag('hide_results_until_closes') || undefined,
      revotingDisabled: (params.has('allows_revoting') && !params.flag('allows_revoting')) || undefined,
      closePeriod: params.integer('open_period'),
      closeDate: params.integer('close_date'),
    },
    correctAnswers: isQuiz ? correct : undefined,
    ...(explanation.text !== '' && { solution: explanation.text, solutionEntities: explanation.entities }),
  }
}

function correctIn(params: Params): number[] | undefined {
  const many = params.json('correct_option_ids')
  if (Array.isArray(many)) return many.map(Number)
  const one = params.integer('correct_option_id')
  return one === undefined ? undefined : [one]
}

async function textIn(bot: Bot, params: Params, name: string): Promise<api.textWithEntities> {
  const names = { text: name, entities: `${name}_entities`, parseMode: `${name}_parse_mode` }
  const { text, entities } = readText(params, names)
  return { _: 'textWithEntities', text, entities: await toTlEntities(entities, bot.findUser) }
}

/** Options are told as texts or as objects. */
async function readOption(bot: Bot, given: unknown): Promise<api.PollAnswer> {
  if (typeof given === 'string') {
    return { _: 'inputPollAnswer', text: { _: 'textWithEntities', text: given, entities: [] } }
  }
  const option: Fields = fieldsOf('poll option', given)
  option.needText('text')
  return { _: 'inputPollAnswer', text: await textIn(bot, createParams(new Map(option.entries())), 'text') }
}
