import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { AtlasApi } from '../../src/api/client';
import PlaceSearch from '../../src/search/PlaceSearch.svelte';
import { Atlas } from '../../src/state/atlas.svelte';
import Harness from '../fixtures/Harness.svelte';
import { PLACES, server } from '../fixtures/server';

function show(answers: Record<string, unknown>): { atlas: Atlas; asked: URL[] } {
  const { fetch, asked } = server(answers);
  const atlas = new Atlas(new AtlasApi('', fetch));
  atlas.reader.language = 'es';
  render(Harness, { atlas, component: PlaceSearch });
  return {
    atlas,
    get asked() {
      return asked.map(({ url }) => url);
    },
  };
}

describe('the search for places', () => {
  beforeEach(() => history.replaceState(null, '', '#'));

  it('is a combobox that the keyboard drives', async () => {
    const user = userEvent.setup();
    const { atlas } = show({ '/places/search': { places: PLACES } });
    const input = screen.getByRole('combobox', { name: 'Buscar municipio o estado' });
    await user.type(input, 'alamos');
    await waitFor(() => expect(input).toHaveAttribute('aria-expanded', 'true'));
    expect(screen.getByText('2 lugares encontrados')).toBeInTheDocument();
    await user.keyboard('{ArrowDown}');
    const [first] = screen.getAllByRole('option');
    expect(first).toHaveAttribute('aria-selected', 'true');
    expect(input.getAttribute('aria-activedescendant')).toBe(first?.id);
    await user.keyboard('{Enter}');
    expect(atlas.view.municipality).toBe('01001');
    expect(input).toHaveAttribute('aria-expanded', 'false');
  });

  it('makes a chosen state the filter', async () => {
    const user = userEvent.setup();
    const { atlas } = show({ '/places/search': { places: PLACES } });
    await user.type(screen.getByRole('combobox'), 'norte');
    await user.click(await screen.findByText('Norte', { selector: '[role=option] span:first-child' }));
    expect(atlas.view.filters).toEqual({ state: ['01'] });
  });

  it('asks once for what was typed in one go', async () => {
    const user = userEvent.setup();
    const shown = show({ '/places/search': { places: [] } });
    await user.type(screen.getByRole('combobox'), 'tij');
    expect(await screen.findAllByText('Ningún lugar con ese nombre')).not.toHaveLength(0);
    expect(shown.asked.map((url) => url.searchParams.get('q'))).toEqual(['tij']);
  });

  it('says so when the search fails', async () => {
    const user = userEvent.setup();
    show({});
    await user.type(screen.getByRole('combobox'), 'tij');
    expect(await screen.findAllByText('No se pudo buscar')).not.toHaveLength(0);
  });
});
