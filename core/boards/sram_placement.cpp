#include "core/boards/sram_placement.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace thimble::boards {

namespace {

/// Where it is not known how slow a memory is, it stands behind those that are known to be fast.
int slowness(const SramPiece& piece) {
    return piece.waitStates.value_or(std::numeric_limits<int>::max());
}

class Search {
public:
    Search(const std::vector<SramBlock>& blocks, SramPlacement& placement)
        : m_blocks(blocks), m_placement(placement), m_preferred(placement.pieces.size()) {
        for (const SramPiece& piece : placement.pieces) m_free.push_back(piece.bytes);
        std::iota(m_preferred.begin(), m_preferred.end(), std::size_t{0});
        std::stable_sort(m_preferred.begin(), m_preferred.end(),
                         [this](std::size_t a, std::size_t b) {
                             const SramPiece& left = m_placement.pieces[a];
                             const SramPiece& right = m_placement.pieces[b];
                             if (slowness(left) != slowness(right))
                                 return slowness(left) < slowness(right);
                             return left.bytes < right.bytes;
                         });
    }

    bool run() { return placeWhole(0); }

private:
    bool placeWhole(std::size_t block) {
        if (block == m_blocks.size()) return pour();
        if (m_blocks[block].isDivisible || m_blocks[block].bytes == 0) return placeWhole(block + 1);
        for (const std::size_t piece : m_preferred) {
            if (m_free[piece] < m_blocks[block].bytes) continue;
            take({block, piece, m_blocks[block].bytes});
            if (placeWhole(block + 1)) return true;
            m_free[piece] += m_blocks[block].bytes;
            m_placement.shares.pop_back();
        }
        return false;
    }

    /// What is left, by what is divisible. Wherever the rest lies, its sum is the same.
    bool pour() {
        const Bytes room = std::accumulate(m_free.begin(), m_free.end(), Bytes{0});
        Bytes wanted = 0;
        for (const SramBlock& block : m_blocks)
            if (block.isDivisible) wanted += block.bytes;
        if (wanted > room) return false;
        for (std::size_t block = 0; block < m_blocks.size(); ++block) {
            if (!m_blocks[block].isDivisible) continue;
            Bytes rest = m_blocks[block].bytes;
            for (const std::size_t piece : m_preferred) {
                const Bytes part = std::min(rest, m_free[piece]);
                if (part == 0) continue;
                take({block, piece, part});
                rest -= part;
            }
        }
        return true;
    }

    void take(const SramShare& share) {
        m_free[share.piece] -= share.bytes;
        m_placement.shares.push_back(share);
    }

    const std::vector<SramBlock>& m_blocks;
    SramPlacement& m_placement;
    std::vector<std::size_t> m_preferred;
    std::vector<Bytes> m_free;
};

bool touch(const SramRegion& first, const SramRegion& second) {
    return first.address && second.address &&
           *first.address + static_cast<std::uint64_t>(first.bytes) == *second.address;
}

}  // namespace

std::vector<SramPiece> sramPieces(const Board& board) {
    std::vector<SramRegion> regions = board.sram;
    // Those without an address touch nothing and stand behind.
    std::stable_sort(regions.begin(), regions.end(), [](const SramRegion& a, const SramRegion& b) {
        if (!a.address || !b.address) return a.address.has_value() && !b.address.has_value();
        return *a.address < *b.address;
    });
    std::vector<SramPiece> pieces;
    for (std::size_t i = 0; i < regions.size(); ++i) {
        if (i == 0 || !touch(regions[i - 1], regions[i])) {
            pieces.push_back({regions[i].name, regions[i].bytes, regions[i].waitStates});
            continue;
        }
        SramPiece& piece = pieces.back();
        piece.name += " + " + regions[i].name;
        piece.bytes += regions[i].bytes;
        if (!piece.waitStates || !regions[i].waitStates)
            piece.waitStates = std::nullopt;
        else
            piece.waitStates = std::max(*piece.waitStates, *regions[i].waitStates);
    }
    return pieces;
}

Bytes SramPlacement::usedOf(std::size_t piece) const {
    Bytes sum = 0;
    for (const SramShare& share : shares)
        if (share.piece == piece) sum += share.bytes;
    return sum;
}

SramPlacement placeInSram(const Board& board, const std::vector<SramBlock>& blocks) {
    SramPlacement placement;
    placement.pieces = sramPieces(board);
    placement.fits = Search(blocks, placement).run();
    return placement;
}

}  // namespace thimble::boards
