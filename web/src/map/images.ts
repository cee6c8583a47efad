import { HATCH_IMAGE } from './layers/municipalities';
import { officeImage } from './layers/offices';
import { OFFICE_KINDS, officeSymbol } from './office-symbols';

export interface MapImage {
  data: ImageData;
  pixelRatio: number;
}

const PIXEL_RATIO = 2;
const SYMBOL_SIZE = 20;
/** Width of the white rim that keeps a symbol legible on any class of the map. */
const RIM = 2;
export const HATCH_SPACING = 6;
export const HATCH_COLOR = '#6d675d';

/** The image that the style calls by that name, drawn here: the map needs no sprite file. Null when unknown. */
export function mapImage(id: string): MapImage | null {
  if (id === HATCH_IMAGE) return hatch();
  const kind = [...OFFICE_KINDS, 'other'].find((known) => officeImage(known) === id);
  return kind ? symbol(kind) : null;
}

function symbol(kind: string): MapImage {
  const { path, color } = officeSymbol(kind);
  const side = (SYMBOL_SIZE + 2 * RIM) * PIXEL_RATIO;
  const context = canvas(side);
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  context.translate(RIM, RIM);
  const shape = new Path2D(path);
  context.lineJoin = 'round';
  context.lineWidth = RIM * 2;
  context.strokeStyle = '#ffffff';
  context.stroke(shape);
  context.fillStyle = color;
  context.fill(shape);
  return { data: context.getImageData(0, 0, side, side), pixelRatio: PIXEL_RATIO };
}

function hatch(): MapImage {
  const side = HATCH_SPACING * PIXEL_RATIO;
  const context = canvas(side);
  context.strokeStyle = HATCH_COLOR;
  context.lineWidth = PIXEL_RATIO * 0.9;
  context.beginPath();
  // Three strokes, so that the corners of the tile meet their neighbours' lines.
  for (const offset of [-side, 0, side]) {
    context.moveTo(offset - 1, side + 1);
    context.lineTo(offset + side + 1, -1);
  }
  context.stroke();
  return { data: context.getImageData(0, 0, side, side), pixelRatio: PIXEL_RATIO };
}

function canvas(side: number): CanvasRenderingContext2D {
  const element = document.createElement('canvas');
  element.width = element.height = side;
  const context = element.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives no 2D canvas.');
  return context;
}
