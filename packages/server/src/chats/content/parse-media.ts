import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { rollDice } from '../../rules/dice.ts'
import { normalizePhoneNumber } from '../../rules/phone-number.ts'
import { isLonger } from '../../rules/text-length.ts'
import { normalizeTodoList, todoMedia } from '../../rules/todo-list.ts'
import type { NewPoll } from '../../store/domain/chats/polls.ts'
import { parseGame } from './game.ts'
import { parseGeoPoint, parseLiveLocation } from './locations.ts'
import { noteSticker } from './note-sticker.ts'
import { parsePoll } from './polls/parse-poll.ts'

/** Media as it is stored, and the poll that comes into being with it. */
export interface ParsedMedia {
  /** Missing for what is sent as text alone. */
  readonly media?: api.MessageMedia | undefined
  readonly poll?: NewPoll | undefined
}

const maxNameLength = 64
const maxVcardLength = 2048
const maxVenueField = 256

/** Media that somebody wants to send. Throws the public error for what is wrong with it. */
export async function parseMedia(ports: ServicePorts, userId: UserId, input: api.InputMedia): Promise<ParsedMedia> {
  switch (input._) {
    case 'inputMediaEmpty':
      throw badRequest('MEDIA_EMPTY')
    case 'inputMediaContact':
      return { media: await parseContact(ports, userId, input) }
    case 'inputMediaGeoPoint':
      return { media: { _: 'messageMediaGeo', geo: parseGeoPoint(ports, input.geoPoint) } }
    case 'inputMediaGeoLive':
      return { media: parseLiveLocation(ports, input) }
    case 'inputMediaVenue':
      return { media: parseVenue(ports, input) }
    case 'inputMediaUploadedDocument':
      return { media: await ports.documents.uploadedDocument(userId, input) }
    case 'inputMediaDocument':
      return { media: await noteSticker(ports, userId, await ports.documents.shownDocument(userId, input)) }
    case 'inputMediaUploadedPhoto':
      return { media: await ports.photos.uploadedPhoto(userId, input) }
    case 'inputMediaPhoto':
      return { media: await ports.photos.shownPhoto(userId, input) }
    case 'inputMediaPhotoExternal':
      return { media: await ports.externalMedia.externalPhoto(userId, input) }
    case 'inputMediaDocumentExternal':
      return { media: await ports.externalMedia.externalDocument(userId, input) }
    case 'inputMediaDice':
      return { media: rollDice(ports.random, input.emoticon) }
    case 'inputMediaPoll':
      return parsePoll(ports, userId, input, async (shown) => (await parseMedia(ports, userId, shown)).media)
    case 'inputMediaTodo':
      return { media: todoMedia(normalizeTodoList(input.todo)) }
    case 'inputMediaGame':
      return { media: await parseGame(ports, userId, input.id) }
    case 'inputMediaWebPage':
      return { media: await parseWebPage(ports, userId, input) }
    default:
      throw notImplemented()
  }
}

/** A page that the sender wants shown. */
async function parseWebPage(
  { linkPreviews, webPages }: ServicePorts,
  userId: UserId,
  { url, optional, forceLargeMedia, forceSmallMedia }: api.inputMediaWebPage,
): Promise<api.messageMediaWebPage | undefined> {
  const link = linkPreviews?.canonical(url)
  const webpage = link === undefined ? undefined : await webPages.findPage(userId, link)
  if (webpage === undefined) {
    if (optional === true) return undefined
    throw badRequest('WEBPAGE_NOT_FOUND')
  }
  return { _: 'messageMediaWebPage', manual: true, forceLargeMedia, forceSmallMedia, webpage }
}

async function parseContact(
  { store }: ServicePorts,
  userId: UserId,
  { phoneNumber, firstName, lastName, vcard }: api.inputMediaContact,
): Promise<api.messageMediaContact> {
  const phone = normalizePhoneNumber(phoneNumber)
  if (phone === undefined) throw badRequest('PHONE_NUMBER_INVALID')
  const first = firstName.trim()
  if (first === '' || isLonger(first, maxNameLength) || isLonger(lastName, maxNameLength)) {
    throw badRequest('CONTACT_NAME_EMPTY')
  }
  if (vcard.length > maxVcardLength) throw badRequest('MEDIA_INVALID')
  // Names the account behind the number only if it is the sender's own, by which a bot knows who gives it theirs, or if the
  // sender has that person as a contact under this very number.
  const isOwn = (await store.read.users.get(userId))?.phone === phone
  const contacts = isOwn ? [] : await store.read.contacts.list(userId)
  const known = isOwn ? userId : contacts.find((contact) => contact.phone === phone)?.userId
  return {
    _: 'messageMediaContact',
    phoneNumber: phone,
    firstName: first,
    lastName: lastName.trim(),
    vcard,
    userId: BigInt(known ?? 0),
  }
}

function parseVenue(ports: ServicePorts, input: api.inputMediaVenue): api.messageMediaVenue {
  const { title, address, provider, venueId, venueType } = input
  if (title.trim() === '') throw badRequest('MEDIA_INVALID')
  for (const field of [title, address, provider, venueId, venueType]) {
    if (isLonger(field, maxVenueField)) throw badRequest('MEDIA_INVALID')
  }
  return {
    _: 'messageMediaVenue',
    geo: parseGeoPoint(ports, input.geoPoint),
    title: title.trim(),
    address: address.trim(),
    provider,
    venueId,
    venueType,
  }
}
