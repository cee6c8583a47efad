import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { AtlasApi } from '../../src/api/client';
import { Atlas } from '../../src/state/atlas.svelte';
import Pickers from '../fixtures/Pickers.svelte';
import { server } from '../fixtures/server';

function show() {
  const atlas = new Atlas(new AtlasApi('', server({}).fetch));
  atlas.reader.language = 'es';
  const taken: [string, readonly string[]][] = [];
  const view = render(Pickers, { atlas, taken: (id, values) => taken.push([id, values]) });
  const [first, second] = screen.getAllByRole('button', { name: /En el mapa/ });
  if (!first || !second) throw new Error('There are not two pickers.');
  return { atlas, taken, first, second, view };
}

const pressed = (...buttons: HTMLElement[]) => buttons.map((each) => each.getAttribute('aria-pressed'));

describe('two parameters that take municipalities from the map', () => {
  it('are told apart by name', () => {
    show();
    expect(screen.getByRole('button', { name: 'Miembros: En el mapa' })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Comparados con: En el mapa' })).toBeInTheDocument();
  });

  it('show each for itself whether it waits for a click', async () => {
    const { first, second } = show();
    expect(pressed(first, second)).toEqual(['false', 'false']);
    await userEvent.click(first);
    expect(pressed(first, second)).toEqual(['true', 'false']);
    await userEvent.click(second);
    expect(pressed(first, second)).toEqual(['false', 'true']);
    await userEvent.click(second);
    expect(pressed(first, second)).toEqual(['false', 'false']);
  });

  it('take what is clicked for the one that was pressed last', async () => {
    const { atlas, taken, first, second } = show();
    await userEvent.click(first);
    await userEvent.click(second);
    expect(atlas.picking?.title).toBe('Comparados con');
    atlas.picking?.take('02004');
    expect(taken).toEqual([['Comparados con', ['02004']]]);
  });

  it('give the focus back to the one that was waiting', async () => {
    const { atlas, second } = show();
    await userEvent.click(second);
    screen.getAllByRole('searchbox')[0]?.focus();
    atlas.picking?.giveUp();
    expect(atlas.picking).toBeNull();
    await waitFor(() => expect(second).toHaveFocus());
  });

  it('wait no longer when the form goes', async () => {
    const { atlas, first, view } = show();
    await userEvent.click(first);
    view.unmount();
    expect(atlas.picking).toBeNull();
  });
});
